using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>What is proposed for an owner.</summary>
public enum ProposalKind
{
    [JsonStringEnumMemberName("publisher")]
    Publisher,

    [JsonStringEnumMemberName("alias")]
    Alias,

    [JsonStringEnumMemberName("managed_service")]
    ManagedService,

    /// <summary>With an end date.</summary>
    [JsonStringEnumMemberName("exception")]
    Exception,

    /// <summary>Not on the list, and launched all the same.</summary>
    [JsonStringEnumMemberName("not_needed")]
    NotNeeded,

    /// <summary>Not on the list.</summary>
    [JsonStringEnumMemberName("refuse")]
    Refuse,
}

/// <summary>How sure a proposal is.</summary>
public enum Confidence
{
    [JsonStringEnumMemberName("high")]
    High,

    [JsonStringEnumMemberName("medium")]
    Medium,

    [JsonStringEnumMemberName("low")]
    Low,
}

/// <summary>The words of a proposal for people.</summary>
public static class ProposalWords
{
    private static readonly EnumNames<ProposalKind> Kinds = new(
        (ProposalKind.Publisher, "publisher"),
        (ProposalKind.Alias, "alias"),
        (ProposalKind.ManagedService, "managed service"),
        (ProposalKind.Exception, "exception"),
        (ProposalKind.NotNeeded, "not needed"),
        (ProposalKind.Refuse, "refuse")
    );

    private static readonly EnumNames<Confidence> Degrees = new(
        (Confidence.High, "high"),
        (Confidence.Medium, "medium"),
        (Confidence.Low, "low")
    );

    public static string Name(this ProposalKind kind) => Kinds.Of(kind);

    public static string Name(this Confidence confidence) => Degrees.Of(confidence);
}
