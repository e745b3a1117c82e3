using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;

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

/// <summary>One call of a plan. Policies go by their name, which is unique for a type; ids exist only once AWS has given them.</summary>
public sealed record PlanStep(StepCall Call, OrganizationPolicyType Type)
{
    /// <summary>
    /// EC2's name for trusted access, which EC2 policies need for their account status report (Organizations user guide, "Getting
    /// started with EC2 policies").
    /// </summary>
    public const string Ec2Service = "ec2.amazonaws.com";

    public string Policy { get; init; } = "";

    /// <summary>The root, organizational unit or account that is attached to or detached from.</summary>
    public string Target { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>What is written; null for calls that write no document.</summary>
    public string? Content { get; init; }

    /// <summary>What stood there before, for the way back; null when nothing did.</summary>
    public string? PreviousContent { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = OrganizationPolicy.NoTags;

    /// <summary>Such as `organizations:CreatePolicy`.</summary>
    public string IamAction => $"organizations:{Call}";

    public static readonly IReadOnlyList<string> CallNames = Enum.GetNames<StepCall>();

    /// <summary>The organization after this call. A step that is done already changes nothing.</summary>
    public Organization ApplyTo(Organization organization)
    {
        var policy = organization.Policies.FirstOrDefault(p => p.Type == Type && p.Name == Policy);
        return Call switch
        {
            StepCall.EnableAWSServiceAccess => organization with
            {
                TrustedServices = [.. (organization.TrustedServices ?? []).Where(s => s != Ec2Service), Ec2Service],
            },
            StepCall.EnablePolicyType => organization.EnabledTypes.Contains(Type)
                ? organization
                : organization with
                {
                    EnabledTypes = organization.EnabledTypes.Add(Type),
                },
            StepCall.CreatePolicy => policy is not null
                ? organization
                : organization with
                {
                    Policies = organization.Policies.Add(
                        new OrganizationPolicy($"p-new-{Policy}", Policy, Type, Content ?? "")
                        {
                            Description = Description,
                            Tags = Tags,
                        }
                    ),
                },
            _ when policy is null => organization,
            StepCall.UpdatePolicy => organization with
            {
                Policies = organization.Policies.Replace(
                    policy,
                    policy with
                    {
                        Content = Content ?? "",
                        Description = Description,
                    }
                ),
            },
            StepCall.TagResource => organization with
            {
                Policies = organization.Policies.Replace(policy, policy with { Tags = policy.Tags.SetItems(Tags) }),
            },
            StepCall.AttachPolicy => organization.Attachments.Contains(new PolicyAttachment(Target, policy.Id))
                ? organization
                : organization with
                {
                    Attachments = organization.Attachments.Add(new PolicyAttachment(Target, policy.Id)),
                },
            StepCall.DetachPolicy => organization with
            {
                Attachments = organization.Attachments.Remove(new PolicyAttachment(Target, policy.Id)),
            },
            _ => organization with
            {
                Policies = organization.Policies.Remove(policy),
                Attachments = organization.Attachments.RemoveAll(a => a.PolicyId == policy.Id),
            },
        };
    }
}
