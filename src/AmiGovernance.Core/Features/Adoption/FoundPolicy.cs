using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>What becomes of a policy that was found.</summary>
public enum PolicyFate
{
    /// <summary>It gets our content in place, and keeps its id and its attachments.</summary>
    Replaced,

    /// <summary>Ours are made beside it.</summary>
    Stays,

    /// <summary>It says nothing that was used.</summary>
    NotUsed,
}

public static class PolicyFates
{
    private static readonly EnumNames<PolicyFate> Names = new(
        (PolicyFate.Replaced, "replaced"),
        (PolicyFate.Stays, "stays"),
        (PolicyFate.NotUsed, "not_used")
    );

    public static string Name(this PolicyFate fate) => Names.Of(fate);
}

/// <summary>A policy that governs images.</summary>
/// <param name="Targets">Where it is attached; the root by its id.</param>
/// <param name="Writer">Who probably wrote it, such as `perhaps Terraform`.</param>
public sealed record FoundPolicy(OrganizationPolicy Policy, ImmutableArray<string> Targets, string Writer)
{
    public PolicyFate Fate { get; init; }

    /// <summary>Why it is not replaced; empty where it is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Null where no sign tells who wrote it.</summary>
    internal OtherWriter? KnownWriter { get; init; }

    /// <summary>In sentences.</summary>
    internal string Words => $"`{Policy.Name}` ({Policy.Id})";

    internal static FoundPolicy Of(OrganizationPolicy policy, Organization organization)
    {
        ImmutableArray<string> targets =
        [
            .. organization.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => a.TargetId),
        ];
        if (OurPolicies.IsManaged(policy))
            return new FoundPolicy(policy, targets, "amigov");
        var sign = WriterSign.On(new SeenPolicy(policy.Id, policy.Name, policy.Tags, targets));
        if (sign is null)
            return new FoundPolicy(policy, targets, "unknown");
        var name = Writers.KnownWriter.Of(sign.Writer).Name;
        return new FoundPolicy(policy, targets, sign.IsCertain ? name : $"perhaps {name}")
        {
            KnownWriter = sign.Writer,
        };
    }
}
