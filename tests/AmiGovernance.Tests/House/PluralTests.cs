using System.Text.RegularExpressions;

namespace AmiGovernance.Tests.House;

/// <summary>One file differs, two files differ: a number that may be 1 gets its noun from `Plural` or `Quantity`.</summary>
public sealed partial class PluralTests
{
    /// <summary>Those that are more than one whenever they are said, by what stands beside them.</summary>
    private static readonly (string File, string Noun)[] MoreThanOne =
    [
        // Beyond a limit.
        ("JsonEncoding.cs", "bytes"),
        ("ObjectReader.cs", "characters"),
        ("ObjectReader.cs", "values"),
        ("PolicyConfigReader.cs", "tags"),
        ("PolicyConfigReader.cs", "characters"),
        ("DeclarativeNodeReader.cs", "values"),
        ("PlanProblems.cs", "characters"),
        ("QuotaReport.cs", "characters"),
        // One has words of its own.
        ("DistStale.cs", "files"),
        ("OrganizationProof.cs", "accounts"),
        ("ProposeEntries.cs", "entries"),
        ("VerifyHistory.cs", "entries"),
        ("AllowedImages.cs", "providers"),
        // Fixed here.
        ("OwnerDenyLeavesActions.cs", "actions"),
        ("ReplayedLaunches.cs", "days"),
        ("RehearsalReports.cs", "guarantees"),
        ("OrganizationAct.cs", "accounts"),
        ("OrganizationAct.cs", "units"),
        ("OrganizationAct.cs", "instances"),
        ("OrganizationAct.cs", "images"),
        ("OrganizationAct.cs", "Regions"),
    ];

    [Fact]
    public void No_number_that_may_be_one_stands_before_a_plural()
    {
        var found =
            from path in Directory.GetFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories)
            where
                !path.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            from line in File.ReadLines(path)
            from match in Counted().Matches(line)
            let place = (File: Path.GetFileName(path), Noun: match.Groups["noun"].Value)
            select (Place: place, Line: line.Trim());
        var known = found.ToList();
        Assert.All(MoreThanOne, allowed => Assert.Contains(known, k => k.Place == allowed));
        Assert.Empty(known.Where(k => !MoreThanOne.Contains(k.Place)).Select(k => $"{k.Place.File}: {k.Line}"));
    }

    [GeneratedRegex(
        @"\{[^{}""]*(Count(\(\))?|Length( - \w+)?|Days|Sum\([^{}]*\)|Number\([^{}]*\)|[a-z]*(days|count|total))(:N0)?\} (more |organizational |good )?"
            + "(?<noun>days|files|accounts|images|rows|calls|findings|owners|groups|entries|exceptions|minutes|policies|units|providers"
            + "|characters|bytes|digits|values|tags|actions|cells|guarantees|instances|events|objects|Regions|changes|steps|lines)\\b"
    )]
    private static partial Regex Counted();
}
