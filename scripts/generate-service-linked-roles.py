"""Writes data/service-linked-roles.json: the services that have a service-linked role, and what it looks like.

Neither the name of the role nor its policy can be derived from the service's name. Sources:
- RECORDED: what AWS answered to CreateServiceLinkedRole for each of these services, as LocalStack
  (https://github.com/localstack/localstack, Apache-2.0) recorded it;
- DOCUMENTED: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html;
- the roles that AWS's own managed policies name by ARN (data/aws-managed-policies.json.gz); the policy of such a
  role is the one that bears its name.

    python scripts/generate-service-linked-roles.py
"""

import gzip
import json
import re
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
POLICIES = DATA / "aws-managed-policies.json.gz"
TARGET = DATA / "service-linked-roles.json"

# service, role after AWSServiceRoleFor, policy; a star where AWS takes a custom suffix.
RECORDED = """
accountdiscovery.ssm AmazonSSM_AccountDiscovery AWSSystemsManagerAccountDiscoveryServicePolicy
acm CertificateManager CertificateManagerServiceRolePolicy
appmesh AppMesh AWSAppMeshServiceRolePolicy
autoscaling-plans AutoScalingPlans_EC2AutoScaling AWSAutoScalingPlansEC2AutoScalingPolicy
autoscaling AutoScaling AutoScalingServiceRolePolicy *
backup Backup AWSBackupServiceLinkedRolePolicyForBackup
batch Batch BatchServiceRolePolicy
cassandra.application-autoscaling ApplicationAutoScaling_CassandraTable AWSApplicationAutoscalingCassandraTablePolicy
cks.kms KeyManagementServiceCustomKeyStores AWSKeyManagementServiceCustomKeyStoresServiceRolePolicy
cloudtrail CloudTrail CloudTrailServiceRolePolicy
codestar-notifications CodeStarNotifications AWSCodeStarNotificationsServiceRolePolicy
config Config AWSConfigServiceRolePolicy
connect AmazonConnect AmazonConnectServiceLinkedRolePolicy *
dms-fleet-advisor DMSFleetAdvisor AWSDMSFleetAdvisorServiceRolePolicy
dms DMSServerless AWSDMSServerlessServiceRolePolicy
docdb-elastic DocDB-Elastic AmazonDocDB-ElasticServiceRolePolicy
ec2-instance-connect Ec2InstanceConnect Ec2InstanceConnectEndpoint
ec2.application-autoscaling ApplicationAutoScaling_EC2SpotFleetRequest AWSApplicationAutoscalingEC2SpotFleetRequestPolicy
ecr ECRTemplate ECRTemplateServiceRolePolicy
ecs ECS AmazonECSServiceRolePolicy
eks-connector AmazonEKSConnector AmazonEKSConnectorServiceRolePolicy
eks-fargate AmazonEKSForFargate AmazonEKSForFargateServiceRolePolicy
eks-nodegroup AmazonEKSNodegroup AWSServiceRoleForAmazonEKSNodegroup
eks AmazonEKS AmazonEKSServiceRolePolicy
elasticache ElastiCache ElastiCacheServiceRolePolicy
elasticbeanstalk ElasticBeanstalk AWSElasticBeanstalkServiceRolePolicy
elasticfilesystem AmazonElasticFileSystem AmazonElasticFileSystemServiceRolePolicy
elasticloadbalancing ElasticLoadBalancing AWSElasticLoadBalancingServiceRolePolicy
email.cognito-idp AmazonCognitoIdpEmailService AmazonCognitoIdpEmailServiceRolePolicy
emr-containers AmazonEMRContainers AmazonEMRContainersServiceRolePolicy
emrwal EMRWAL EMRDescribeClusterPolicyForEMRWAL
fis FIS AmazonFISServiceRolePolicy
grafana AmazonGrafana AmazonGrafanaServiceLinkedRolePolicy
imagebuilder ImageBuilder AWSServiceRoleForImageBuilder
iotmanagedintegrations IoTManagedIntegrations AWSIoTManagedIntegrationsRolePolicy
kafka Kafka KafkaServiceRolePolicy
kafkaconnect KafkaConnect KafkaConnectServiceRolePolicy
lakeformation LakeFormationDataAccess LakeFormationDataAccessServiceRolePolicy
lex LexBots AmazonLexBotPolicy
lexv2 LexV2Bots AmazonLexV2BotPolicy *
lightsail Lightsail LightsailExportAccess
m2 AWSM2 AWSM2ServicePolicy
memorydb MemoryDB MemoryDBServiceRolePolicy
mq AmazonMQ AmazonMQServiceRolePolicy
mrk.kms KeyManagementServiceMultiRegionKeys AWSKeyManagementServiceMultiRegionKeysServiceRolePolicy
notifications AwsUserNotifications AWSUserNotificationsServiceLinkedRolePolicy
observability.aoss AmazonOpenSearchServerless AmazonOpenSearchServerlessServiceRolePolicy
opensearchservice AmazonOpenSearchService AmazonOpenSearchServiceRolePolicy
ops.apigateway APIGateway APIGatewayServiceRolePolicy
ops.emr-serverless AmazonEMRServerless AmazonEMRServerlessServiceRolePolicy
opsdatasync.ssm SystemsManagerOpsDataSync AWSSystemsManagerOpsDataSyncServiceRolePolicy
opsinsights.ssm AmazonSSM_OpsInsights AWSSSMOpsInsightsServiceRolePolicy
pullthroughcache.ecr ECRPullThroughCache AWSECRPullThroughCache_ServiceRolePolicy
ram ResourceAccessManager AWSResourceAccessManagerServiceRolePolicy
rds RDS AmazonRDSServiceRolePolicy
redshift Redshift AmazonRedshiftServiceLinkedRolePolicy
replication.cassandra KeyspacesReplication KeyspacesReplicationServiceRolePolicy
replication.ecr ECRReplication ECRReplicationServiceRolePolicy
repository.sync.codeconnections GitSync AWSGitSyncServiceRolePolicy
resource-explorer-2 ResourceExplorer AWSResourceExplorerServiceRolePolicy
role-manager.iam IAMRoleManager AWSIAMRoleManagerServiceRolePolicy
rolesanywhere RolesAnywhere AWSRolesAnywhereServicePolicy
s3-outposts S3OnOutposts AWSS3OnOutpostsServiceRolePolicy
ses AmazonSES AmazonSESServiceRolePolicy
shield AWSShield AWSShieldServiceRolePolicy
ssm-incidents IncidentManager AWSIncidentManagerServiceRolePolicy
ssm-quicksetup SSMQuickSetup SSMQuickSetupRolePolicy
ssm AmazonSSM AmazonSSMServiceRolePolicy
sso SSO AWSSSOServiceRolePolicy
vpcorigin.cloudfront CloudFrontVPCOrigin AWSCloudFrontVPCOriginServiceRolePolicy
waf WAFLogging WAFLoggingServiceRolePolicy
wafv2 WAFV2Logging WAFV2LoggingServiceRolePolicy
"""

# Of Application Auto Scaling; as above.
DOCUMENTED = """
appstream.application-autoscaling ApplicationAutoScaling_AppStreamFleet AWSApplicationAutoscalingAppStreamFleetPolicy
comprehend.application-autoscaling ApplicationAutoScaling_ComprehendEndpoint AWSApplicationAutoscalingComprehendEndpointPolicy
custom-resource.application-autoscaling ApplicationAutoScaling_CustomResource AWSApplicationAutoScalingCustomResourcePolicy
dynamodb.application-autoscaling ApplicationAutoScaling_DynamoDBTable AWSApplicationAutoscalingDynamoDBTablePolicy
ecs.application-autoscaling ApplicationAutoScaling_ECSService AWSApplicationAutoscalingECSServicePolicy
elasticache.application-autoscaling ApplicationAutoScaling_ElastiCacheRG AWSApplicationAutoscalingElastiCacheRGPolicy
kafka.application-autoscaling ApplicationAutoScaling_KafkaCluster AWSApplicationAutoscalingKafkaClusterPolicy
lambda.application-autoscaling ApplicationAutoScaling_LambdaConcurrency AWSApplicationAutoscalingLambdaConcurrencyPolicy
neptune.application-autoscaling ApplicationAutoScaling_NeptuneCluster AWSApplicationAutoscalingNeptuneClusterPolicy
rds.application-autoscaling ApplicationAutoScaling_RDSCluster AWSApplicationAutoscalingRDSClusterPolicy
sagemaker.application-autoscaling ApplicationAutoScaling_SageMakerEndpoint AWSApplicationAutoscalingSageMakerEndpointPolicy
workspaces.application-autoscaling ApplicationAutoScaling_WorkSpacesPool AWSApplicationAutoscalingWorkSpacesPoolPolicy
"""

# What a policy of a service-linked role calls itself, beside the name of the role.
PREFIXES = ["", "AWS", "Amazon", "AWSServiceRoleFor"]
SUFFIXES = ["ServiceRolePolicy", "ServiceLinkedRolePolicy", "ServicePolicy", "RolePolicy", "Policy", ""]


def known():
    for line in filter(None, (RECORDED + DOCUMENTED).splitlines()):
        service, role, policy, *suffix = line.split()
        yield f"{service}.amazonaws.com", role, policy, bool(suffix)


def named_in(text):
    """Service and role, where a service has one role only and the name is whole."""
    found = {}
    for service, role in re.findall(r"role/aws-service-role/([a-z0-9.-]+\.amazonaws\.com)/AWSServiceRoleFor([\w+=,.@-]*\w)\"", text):
        found.setdefault(service, set()).add(role)
    return {service: roles.pop() for service, roles in found.items() if len(roles) == 1}


def main():
    policies = json.loads(gzip.decompress(POLICIES.read_bytes()))["policies"]
    names = {policy["name"] for policy in policies if policy["path"] == "/aws-service-role/"}

    def policy_of(role):
        return next((p for p in (a + role + b for a in PREFIXES for b in SUFFIXES) if p in names), None)

    services = {}
    for service, role in named_in(json.dumps(policies)).items():
        services[service] = {"role": f"AWSServiceRoleFor{role}", "policy": policy_of(role)}
    for service, role, policy, suffix in known():
        services[service] = {
            "role": f"AWSServiceRoleFor{role}",
            "policy": policy if policy in names else None,
            **({"takesSuffix": True} if suffix else {}),
        }
    lines = [
        f"  {json.dumps(service)}: {json.dumps({key: value for key, value in entry.items() if value})}"
        for service, entry in sorted(services.items())
    ]
    source = "answers of AWS recorded by LocalStack (Apache-2.0), AWS's documentation, and the ARNs in its managed policies"
    head = {"source": source, "generator": "scripts/generate-service-linked-roles.py"}
    text = json.dumps(head)[:-1] + ', "services": {\n' + ",\n".join(lines) + "\n}}\n"
    json.loads(text)
    TARGET.write_text(text)


if __name__ == "__main__":
    main()
