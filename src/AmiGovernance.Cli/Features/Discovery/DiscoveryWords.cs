using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Discovery.Proposing;
using AmiGovernance.Core.Features.Discovery.Uses;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>A discovery in words, for the terminal and for Markdown.</summary>
internal static class DiscoveryWords
{
    private const int MostNames = 3;

    /// <summary>What was looked at, and what was not.</summary>
    public static IEnumerable<string> Looked(DiscoveryReport report)
    {
        yield return report.Present is { } present
            ? $"Now: {Read(present)}"
            : "Now: not checked. With `--org` the accounts are not read, so nothing is known of what runs today";
        yield return report.Past is { } past
            ? $"Past: {Day(report.From)} to {Day(report.To)}, {Read(past)}"
            : "Past: not checked, for no `--trail` was given. What was launched before and does not run now is not known";
        yield return report.OrganizationIsKnown
            ? $"Organization: {Quantity.Of(report.OrganizationAccounts, "account")}"
            : $"Organization: not known; the {Quantity.Of(report.OrganizationAccounts, "account")} that launched"
                + " are taken for its own";
    }

    /// <summary>Proposal, confidence, accounts, uses, launches, last use.</summary>
    public static string[] Numbers(OwnerProposal owner) =>
        [
            owner.NameConfusion is null ? owner.Proposal.Name() : "refuse: name",
            owner.Confidence.Name(),
            Quantity.Number(owner.UsedBy.Length),
            Quantity.Number(owner.Use.Uses),
            Quantity.Number(owner.Use.Launches),
            owner.Use.IsLive ? "now" : TimeText.Day(owner.Use.Last),
        ];

    public static string Examples(OwnerProposal owner) =>
        string.Join(", ", owner.Examples.Take(MostNames).Select(Named));

    public static string UsableBy(OwnerProposal owner) =>
        owner.UsableBy switch
        {
            [] => "every account of the organization: too many use them to name each",
            [var only] => $"account {only}",
            var several => $"accounts {string.Join(", ", several)}",
        };

    public static string Seen(ResidualRisk risk)
    {
        var used = $"{Quantity.Of(risk.UsedImages, "image")} of {Quantity.Of(risk.OwnerAccounts, "account")} in use";
        var known = risk.InventoriedImages is { } images ? $", {Quantity.Number(images)} in the inventory" : "";
        var users = risk.Accounts is { } accounts ? $", for {Quantity.Of(accounts, "account")}" : ", for every account";
        return used + known + users;
    }

    public static string Of(NarrowerCriteria criteria)
    {
        var values = Shortened.List(criteria.Values, MostNames * 2);
        var isAll = criteria.Covers == criteria.Of && criteria.Of > 1;
        var kept = isAll ? "all" : $"{Quantity.Number(criteria.Covers)} of";
        var known = criteria.Key switch
        {
            "image_names" => $" (names known for {Quantity.Number(criteria.Of)})",
            "maximum_days_since_created" => $" (ages known for {Quantity.Number(criteria.Of)})",
            _ => "",
        };
        return $"{criteria.Key} {values} would still allow {kept} {Quantity.Of(criteria.Of, "image")} in use{known}";
    }

    public static string Name(UnknownImage image) => image.Image.Length > 0 ? image.Image : "image not known";

    public static string Of(UnknownImage image)
    {
        var users = Quantity.Of(image.Users.Length, "account");
        return $"{Quantity.Of(image.Use.Uses, "use")} and {Quantity.Of(image.Use.Launches, "launch", "launches")} in {users}"
            + $" ({Shortened.List(image.Users, MostNames)})";
    }

    public static string Replayed(ReplayedProposal replay)
    {
        if (replay is { Problem: null, Launches: 0 })
            return "⚠ nothing to replay: no launch that succeeded is on record";
        var all = Quantity.Of(replay.Launches, "launch", "launches");
        var denied = Quantity.Number(replay.Denied);
        return Outcome(replay, $"of {all} that are known, the proposal would deny {denied}");
    }

    public static string HeldOut(DiscoveryReport report)
    {
        if (report.HeldOut is not { } proof)
            return "⚠ not tried: one part of the period has no launches, and a proposal needs both";
        var learnt = Quantity.Of(proof.LearntFrom, "launch", "launches");
        var later = Quantity.Of(proof.Replay.Launches, "launch", "launches");
        var denied = $"{Quantity.Number(proof.Replay.Denied)} of the {later} after";
        return Outcome(
            proof.Replay,
            $"a proposal from the {learnt} before {Day(proof.Split)} would have denied {denied}"
        );
    }

    private static string Outcome(ReplayedProposal replay, string denied)
    {
        if (replay.Problem is { } problem)
            return $"⚠ not replayed: {problem}";
        var unmeant = replay.Denied - replay.Meant;
        return $"{Mark(unmeant, replay.Undecided)} {denied}: {Quantity.Number(replay.Meant)} of owners that it refuses,"
            + $" {Quantity.Number(unmeant)} of others; {Quantity.Number(replay.Undecided)} cannot be decided";
    }

    public static string Of(ReplayedLaunches hit)
    {
        var images = hit.Images.IsEmpty ? "" : $" ({string.Join(", ", hit.Images)})";
        var verdict = hit.Verdict == "denied" ? "denied" : "not decided";
        var meant = hit.IsMeant ? ", as the proposal means it" : "";
        return $"{verdict}{meant}: {Quantity.Of(hit.Launches, "launch", "launches")} of images of {hit.Owner}{images} by"
            + $" account {hit.Account}, last on {TimeText.Day(hit.Last)}";
    }

    /// <summary>The last line.</summary>
    public static string Verdict(DiscoveryReport report)
    {
        if (report.Looked.IsNothing)
            return "⚠ nothing was read, so nothing is known and nothing is proposed";
        if (report.Owners.IsEmpty && report.Unknown.IsEmpty)
            return "⚠ nothing that was read uses an image, so nothing is proposed";
        var entries = Quantity.Of(report.Entries.Length, "entry", "entries");
        var refused = Quantity.Of(report.Owners.Count(o => o.Proposal == ProposalKind.Refuse), "owner");
        var proposed = $"{entries} proposed, {refused} refused";
        return report.IsWhole
            ? $"✅ {proposed}"
            : $"⚠ {proposed}; {Quantity.Of(report.Unknown.Length, "image")} without a known owner,"
                + $" {Quantity.Of(report.Looked.NotRead, "gap")} in what was read";
    }

    /// <summary>What cannot be decided is no proof.</summary>
    private static string Mark(long unmeant, long undecided)
    {
        if (unmeant > 0)
            return "❌";
        return undecided > 0 ? "⚠" : "✓";
    }

    private static string Named(UsedImage image) => image.Name.Length > 0 ? $"{image.Id} {image.Name}" : image.Id;

    private static string Read(PresentLedger present)
    {
        var places = Quantity.Of(present.Places, "account and Region", "accounts and Regions");
        var skipped =
            present.Skipped > 0 ? $", {Quantity.Number(present.Skipped)} left out that are closed or not enabled" : "";
        var gaps = present.Gaps.IsEmpty ? "" : $", {Quantity.Of(present.Gaps.Length, "gap")}";
        return $"{places} read{skipped}{gaps}";
    }

    private static string Read(PastLedger past)
    {
        var gaps = past.GapCount > 0 ? $", {Quantity.Of(past.GapCount, "gap")}" : "";
        var folded =
            past.Folded > 0
                ? $", {Quantity.Of(past.Folded, "call")} counted without their details, for there are too many"
                : "";
        return $"{Quantity.Of(past.Files, "file")}, {Quantity.Of(past.Events, "event")},"
            + $" {Quantity.Of(past.Launches, "launch", "launches")} that succeeded{gaps}{folded}";
    }

    private static string Day(DateTimeOffset time) => time.Day().Text();
}
