using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A call that can be decided.</summary>
/// <param name="Image">Null when the call concerns no image or its owner is not known.</param>
public sealed record BuiltCall(Ec2Call Call, ImageFacts? Image)
{
    /// <summary>What is known of the owner beyond what was said; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>By an account that no policy names, for none was said.</summary>
    public bool IsByAnyAccount { get; init; }

    /// <summary>Who calls: what was said, and what the principal's ARN tells.</summary>
    public Caller By(bool inManagementAccount, bool isServiceLinkedRole) =>
        new(inManagementAccount, isServiceLinkedRole || PrincipalArn.IsServiceLinkedRole(Call.PrincipalArn));
}

/// <summary>Where and when a call is made whose description does not say; the command that asks documents both.</summary>
public sealed record CallDefaults(RegionName Region, DateTimeOffset Time);

/// <summary>What a description must say and leaves out.</summary>
public enum MissingPart
{
    None,
    Account,
}

/// <summary>Why a call cannot be decided.</summary>
public sealed record CallProblem(string Message, MissingPart Missing = MissingPart.None);
