using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Governance.Config;

/// <summary>Says that a workload on an image that is not allowed will be moved, so that enforcement need not wait for it.</summary>
/// <param name="Image">An image id or an owner, as `ec2:Owner` has it; null for all images of the account.</param>
/// <param name="DueOn">The last day on which the plan counts.</param>
public sealed record RemediationPlan(JsonNode Node, AccountId Account, string? Image, string Ticket, DateOnly DueOn)
{
    public bool Counts(DateOnly day) => day <= DueOn;
}
