using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.Deploy;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What somebody said before a deployment.</summary>
/// <param name="Yes">Whether it is confirmed without being asked.</param>
/// <param name="Why">A reason or ticket for the record; may be empty.</param>
internal sealed record DeploymentConsent(UnprovenPolicies Unproven, bool Yes, string Why)
{
    /// <summary>Git tells the others.</summary>
    private const int MostEntries = 3;

    /// <summary>Why policies may get weaker; null when nobody said that they may.</summary>
    public string? AllowWeaker { get; init; }

    /// <summary>All reasons, for the record.</summary>
    /// <param name="reviewed">Those of reviewed entries.</param>
    public string Reason(ImmutableArray<string> reviewed)
    {
        var entries = Shortened.Sentences(reviewed, MostEntries);
        return string.Join("; ", new[] { Why, AllowWeaker ?? "", entries }.Where(text => text.Length > 0));
    }

    /// <param name="canBeAsked">Whether somebody sees the question and answers it.</param>
    public Responsibility Taken(bool canBeAsked)
    {
        var unsaid = canBeAsked && !Yes ? WeakerPolicies.Asked : WeakerPolicies.Refused;
        return new Responsibility(Unproven, AllowWeaker is null ? unsaid : WeakerPolicies.Accepted);
    }

    public static UnprovenPolicies Accept(bool unproven) =>
        unproven ? UnprovenPolicies.Accepted : UnprovenPolicies.Refused;
}
