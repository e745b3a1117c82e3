using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>
/// What is unsafe in a look-up whatever the policies say: anybody can publish an image of any name, and the newest of them is taken (EC2
/// user guide, "Find an AMI": filter by owner).
/// </summary>
internal static class LookupRules
{
    public static void Check(ReferenceSink sink, ImageLookup lookup)
    {
        if (lookup.Ids is not null)
            return;
        var owners = lookup.Owners is null or ResolvedAny { Choices.IsEmpty: true }
            ? []
            : ResolvedTexts.Texts(lookup.Owners);
        if (owners is { Count: 0 })
            ReportNone(sink, lookup);
        foreach (var owner in owners ?? [])
            CheckOwner(sink, owner);
    }

    private static void ReportNone(ReferenceSink sink, ImageLookup lookup) =>
        sink.Findings.Report(
            PreflightDiagnostics.AnyOwner,
            lookup.Place,
            lookup.TakesNewest
                ? "the newest image of that name is taken, whoever published it: the look-up names no owner"
                : "the look-up names no owner: anybody can publish an image that it finds",
            "name the owners, such as `amazon`, `self` or an account id"
        );

    private static void CheckOwner(ReferenceSink sink, ResolvedText owner)
    {
        if (owner.Value.Contains('*', StringComparison.Ordinal) || owner.Value is "all")
            sink.Findings.Report(
                PreflightDiagnostics.AnyOwner,
                owner.Place,
                $"the owner `{owner.Value}` is anybody",
                "name the owners, such as `amazon`, `self` or an account id"
            );
        else if (KnownPublishers.Of(owner.Value) is { Alias: { } alias } known)
            sink.Findings.Report(
                PreflightDiagnostics.NumericOwner,
                owner.Place,
                $"images of {known.Account} ({known.Publisher}) {known.Carry} the owner alias `{OwnerAliases.IamName(alias)}`, "
                    + "by which policies know them",
                "an allow list needs the alias; the look-up finds them by the number too"
            );
    }
}
