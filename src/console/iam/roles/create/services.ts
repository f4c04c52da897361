/**
 * Services that people make roles for, by what trust policies call them. Any other principal can be typed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
export const services: readonly { readonly principal: string; readonly name: string }[] = [
  { principal: 'apigateway.amazonaws.com', name: 'API Gateway' },
  { principal: 'appsync.amazonaws.com', name: 'AppSync' },
  { principal: 'backup.amazonaws.com', name: 'AWS Backup' },
  { principal: 'batch.amazonaws.com', name: 'Batch' },
  { principal: 'bedrock.amazonaws.com', name: 'Bedrock' },
  { principal: 'cloudformation.amazonaws.com', name: 'CloudFormation' },
  { principal: 'cloudtrail.amazonaws.com', name: 'CloudTrail' },
  { principal: 'codebuild.amazonaws.com', name: 'CodeBuild' },
  { principal: 'codedeploy.amazonaws.com', name: 'CodeDeploy' },
  { principal: 'codepipeline.amazonaws.com', name: 'CodePipeline' },
  { principal: 'config.amazonaws.com', name: 'Config' },
  { principal: 'dms.amazonaws.com', name: 'Database Migration Service' },
  { principal: 'ec2.amazonaws.com', name: 'EC2' },
  { principal: 'spotfleet.amazonaws.com', name: 'EC2 Spot Fleet' },
  { principal: 'ecs.amazonaws.com', name: 'Elastic Container Service' },
  { principal: 'ecs-tasks.amazonaws.com', name: 'Elastic Container Service Task' },
  { principal: 'eks.amazonaws.com', name: 'EKS - Cluster' },
  { principal: 'pods.eks.amazonaws.com', name: 'EKS - Pod Identity' },
  { principal: 'elasticmapreduce.amazonaws.com', name: 'EMR' },
  { principal: 'events.amazonaws.com', name: 'EventBridge' },
  { principal: 'scheduler.amazonaws.com', name: 'EventBridge Scheduler' },
  { principal: 'glue.amazonaws.com', name: 'Glue' },
  { principal: 'iot.amazonaws.com', name: 'IoT' },
  { principal: 'firehose.amazonaws.com', name: 'Kinesis Firehose' },
  { principal: 'lambda.amazonaws.com', name: 'Lambda' },
  { principal: 'rds.amazonaws.com', name: 'RDS' },
  { principal: 'monitoring.rds.amazonaws.com', name: 'RDS - Enhanced Monitoring' },
  { principal: 'redshift.amazonaws.com', name: 'Redshift' },
  { principal: 's3.amazonaws.com', name: 'S3' },
  { principal: 'sagemaker.amazonaws.com', name: 'SageMaker' },
  { principal: 'sns.amazonaws.com', name: 'SNS' },
  { principal: 'ssm.amazonaws.com', name: 'Systems Manager' },
  { principal: 'states.amazonaws.com', name: 'Step Functions' },
  { principal: 'transfer.amazonaws.com', name: 'Transfer Family' },
  { principal: 'vpc-flow-logs.amazonaws.com', name: 'VPC Flow Logs' },
]

/** Instances reach a role by a profile, which AWS's console makes with the role and names like it. */
export const needsInstanceProfile = 'ec2.amazonaws.com'
