namespace AmiGovernance.Core.Features.Planning;

/// <summary>The calls to AWS Organizations that change something, each with the IAM action of the same name.</summary>
public enum StepCall
{
    EnableAWSServiceAccess,
    EnablePolicyType,
    CreatePolicy,
    TagResource,
    UpdatePolicy,
    AttachPolicy,
    DetachPolicy,
    DeletePolicy,
}
