using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

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

    /// <summary>What stood there before, for rollback; null when nothing did.</summary>
    public string? PreviousContent { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = OrganizationPolicy.NoTags;

    /// <summary>Such as `organizations:CreatePolicy`.</summary>
    public string IamAction => $"organizations:{Call}";

    /// <summary>Such as `AttachPolicy scp-ami-guardrail r-ab12`.</summary>
    internal string Text => string.Join(' ', new[] { $"{Call}", Policy, Target }.Where(part => part.Length > 0));

    /// <summary>The organization after this call. A step that is done already changes nothing.</summary>
    public Organization ApplyTo(Organization organization) =>
        Call switch
        {
            StepCall.EnableAWSServiceAccess => EnableServiceAccess(organization),
            StepCall.EnablePolicyType => EnablePolicyType(organization),
            _ => organization.Policies.FirstOrDefault(p => p.Type == Type && p.Name == Policy) is { } policy
                ? ChangePolicy(organization, policy)
                : CreatePolicy(organization),
        };

    private static Organization EnableServiceAccess(Organization organization)
    {
        var others = (organization.TrustedServices ?? []).Where(s => s != Ec2Service);
        return organization with { TrustedServices = [.. others, Ec2Service] };
    }

    private Organization EnablePolicyType(Organization organization) =>
        organization.EnabledTypes.Contains(Type)
            ? organization
            : FullAccess.With(organization with { EnabledTypes = organization.EnabledTypes.Add(Type) });

    /// <summary>Other calls change nothing where the policy is not there.</summary>
    private Organization CreatePolicy(Organization organization)
    {
        if (Call != StepCall.CreatePolicy)
            return organization;
        var policy = new OrganizationPolicy($"p-new-{Policy}", Policy, Type, Content ?? "")
        {
            Description = Description,
            Tags = Tags,
        };
        return organization with { Policies = organization.Policies.Add(policy) };
    }

    private Organization ChangePolicy(Organization organization, OrganizationPolicy policy) =>
        Call switch
        {
            StepCall.UpdatePolicy => Replace(
                organization,
                policy,
                policy with
                {
                    Content = Content ?? "",
                    Description = Description,
                }
            ),
            StepCall.TagResource => Replace(organization, policy, policy with { Tags = policy.Tags.SetItems(Tags) }),
            StepCall.AttachPolicy => Attach(organization, new PolicyAttachment(Target, policy.Id)),
            StepCall.DetachPolicy => organization with
            {
                Attachments = organization.Attachments.Remove(new PolicyAttachment(Target, policy.Id)),
            },
            StepCall.DeletePolicy => organization with
            {
                Policies = organization.Policies.Remove(policy),
                Attachments = organization.Attachments.RemoveAll(a => a.PolicyId == policy.Id),
            },
            _ => organization,
        };

    private static Organization Replace(Organization organization, OrganizationPolicy old, OrganizationPolicy policy) =>
        organization with
        {
            Policies = organization.Policies.Replace(old, policy),
        };

    private static Organization Attach(Organization organization, PolicyAttachment attachment) =>
        organization.Attachments.Contains(attachment)
            ? organization
            : organization with
            {
                Attachments = organization.Attachments.Add(attachment),
            };
}
