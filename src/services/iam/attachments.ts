import { attaching, detaching, listingAttached } from './attaching.ts'
import { iam } from './operation.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const AttachUserPolicy = iam('AttachUserPolicy', attaching('user'))

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html */
export const AttachGroupPolicy = iam('AttachGroupPolicy', attaching('group'))

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const AttachRolePolicy = iam('AttachRolePolicy', attaching('role'))

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const DetachUserPolicy = iam('DetachUserPolicy', detaching('user'))

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html */
export const DetachGroupPolicy = iam('DetachGroupPolicy', detaching('group'))

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const DetachRolePolicy = iam('DetachRolePolicy', detaching('role'))

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const ListAttachedUserPolicies = iam('ListAttachedUserPolicies', listingAttached('user'))

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html */
export const ListAttachedGroupPolicies = iam('ListAttachedGroupPolicies', listingAttached('group'))

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const ListAttachedRolePolicies = iam('ListAttachedRolePolicies', listingAttached('role'))
