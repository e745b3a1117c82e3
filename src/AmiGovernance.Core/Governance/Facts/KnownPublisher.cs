using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>One account of a publisher of public images.</summary>
/// <param name="Alias">What `ec2:Owner` says instead of the account id; null when its images carry no alias.</param>
/// <param name="Mark">`documented`, `measured` (by a third party) or `unverified`, about account and alias together.</param>
/// <param name="Source">A page or a public repository.</param>
public sealed record KnownPublisher(
    AccountId Account,
    Partition Partition,
    OwnerAlias? Alias,
    string Publisher,
    string Mark,
    DateOnly Date,
    string Source
)
{
    /// <summary>How sure the alias is, for messages.</summary>
    public string Certainty => $"the alias is {How} ({Source})";

    private string How => Mark == "measured" ? "measured by a third party" : Mark;
}
