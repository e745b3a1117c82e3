using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>One account of a publisher of public images.</summary>
/// <param name="Alias">What `ec2:Owner` says instead of the account id; null when its images carry no alias.</param>
/// <param name="Mark">About account and alias together.</param>
/// <param name="Source">A page or a public repository.</param>
public sealed record KnownPublisher(
    AccountId Account,
    Partition Partition,
    OwnerAlias? Alias,
    string Publisher,
    FactMark Mark,
    DateOnly Date,
    string Source
)
{
    /// <summary>Whether the alias may be another, or none.</summary>
    public bool IsUnverified => Mark == FactMark.Unverified;

    /// <summary>What images do with the alias, in messages.</summary>
    public string Carry => IsUnverified ? "may carry" : "carry";

    /// <summary>How sure the alias is, for messages.</summary>
    public string Certainty => $"the alias is {Mark.Text()} ({Source})";
}
