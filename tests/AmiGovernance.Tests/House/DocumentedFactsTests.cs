using System.Text.RegularExpressions;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Tests.House;

/// <summary>
/// What the documentation knows is a rule, or it says why none can be; where code rests on what AWS does, docs/corrections.md names the
/// fact and is as sure of it as the table is.
/// </summary>
public sealed partial class DocumentedFactsTests
{
    private const char Marked = '\u2713';
    private const string NotCheckable = "not checkable: ";

    private static readonly string Corrections = File.ReadAllText(RepositoryRoot.File("docs", "corrections.md"));

    private static readonly string[][] Rows =
    [
        .. Corrections
            .Split('\n')
            .Where(l => NumberedRow().IsMatch(l))
            .Select(l => l.Trim('|', ' ').Split(" | ", StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Rows_are_numbered_once_and_without_a_gap() =>
        Assert.Equal(
            Enumerable.Range(1, Rows.Length),
            Rows.Select(r => int.Parse(r[0], System.Globalization.CultureInfo.InvariantCulture)).Order()
        );

    [Fact]
    public void Each_row_of_the_corrections_is_a_rule_or_says_why_it_is_none() =>
        Assert.Empty(Rows.Where(r => !IsRuleOrReason(r[^1])).Select(r => $"row {r[0]}: {r[^1]}"));

    [Fact]
    public void Each_sentence_of_the_configuration_reference_that_says_what_breaks_is_a_rule_or_says_why_it_is_none()
    {
        var text = CodeBlock().Replace(File.ReadAllText(RepositoryRoot.File("docs", "reference", "config.md")), "");
        var sentences = text.Split('\n')
            .Where(l => !l.StartsWith('#') && !l.StartsWith("Example:", StringComparison.Ordinal))
            .Where(l => !l.StartsWith("- [", StringComparison.Ordinal))
            .SelectMany(l => SentenceEnd().Split(Marker().Replace(l, m => $"{Marked}")));
        Assert.DoesNotContain(sentences, s => SaysWhatBreaks().IsMatch(s) && !s.Contains(Marked));
        Assert.All(Marker().Matches(text).Select(m => m.Groups["what"].Value), w => Assert.True(IsMarked(w), w));
    }

    [Fact]
    public void A_fact_that_is_named_has_the_mark_of_the_table()
    {
        var named = Rows.SelectMany(r => FactsOf(r[^2])).ToList();
        Assert.NotEmpty(named);
        Assert.All(
            named,
            n => Assert.Equal((n.Id, AwsFacts.All.Single(f => f.Id == n.Id).Mark.Text()), (n.Id, n.Mark))
        );
    }

    [Fact]
    public void Whatever_is_not_documented_is_named_in_the_corrections()
    {
        var named = Rows.SelectMany(r => FactsOf(r[^2])).Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var unsure = AwsFacts.All.Where(f => f.Mark != FactMark.Documented).Select(f => f.Id);
        Assert.Empty(unsure.Except(named));
    }

    /// <summary>As `calibrate --import` writes them.</summary>
    [Fact]
    public void What_was_measured_is_marked() =>
        Assert.Equal(CorrectionMarks.Apply(Corrections, MeasuredFacts.Released), Corrections);

    [Fact]
    public void Facts_are_complete_and_named_once()
    {
        Assert.Equal(AwsFacts.All.Length, AwsFacts.All.Select(f => f.Id).Distinct().Count());
        Assert.All(AwsFacts.All, f => Assert.NotEmpty(f.Source));
        Assert.Equal(AwsFacts.All.Length, FactName().Count(Table()));
    }

    /// <summary>
    /// A fact on which nothing rests is none of ours. Quotas stand in the descriptors of policy types, from which the table takes them.
    /// </summary>
    [Fact]
    public void Code_rests_on_each_fact()
    {
        var code = string.Concat(
            Directory
                .GetFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.EndsWith("AwsFacts.cs", StringComparison.Ordinal))
                .Select(File.ReadAllText)
        );
        var names = FactName().Matches(Table()).Select(m => m.Groups["name"].Value);
        Assert.All(names.Except(OfDescriptors()), n => Assert.Matches($@"AwsFacts\.{n}\b", code));
    }

    /// <summary>Numbers and codes that are facts stand nowhere else.</summary>
    [Theory]
    [InlineData("\"DryRunOperation\"")]
    [InlineData("\"InvalidAMIID.Unavailable\"")]
    [InlineData("\"DuplicatePolicyException\"")]
    [InlineData("AWSServiceRoleForImageBuilder\"")]
    [InlineData("TimeSpan.FromDays(90)")]
    public void A_fact_stands_in_the_table_alone(string literal) =>
        Assert.Equal(
            ["AwsFacts.cs"],
            Directory
                .GetFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories)
                .Where(f =>
                    !f.Contains(
                        $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                        StringComparison.Ordinal
                    )
                )
                .Where(f => File.ReadAllText(f).Contains(literal, StringComparison.Ordinal))
                .Select(f => Path.GetFileName(f))
        );

    /// <summary>How long AWS takes is an entry of the table, and is printed and told of by its name.</summary>
    [Fact]
    public void Code_and_templates_say_no_delay_of_AWS_in_figures() =>
        Assert.Empty(
            ((string[])["*.cs", "*.md"])
                .SelectMany(kind => Directory.GetFiles(RepositoryRoot.File("src"), kind, SearchOption.AllDirectories))
                .Where(f => !f.EndsWith("AwsFacts.cs", StringComparison.Ordinal))
                .SelectMany(f => File.ReadLines(f).Where(l => Delay().IsMatch(l)).Select(l => $"{f}: {l}"))
        );

    [Fact]
    public void Prose_that_says_a_delay_of_AWS_names_the_fact()
    {
        var prose = Directory
            .GetFiles(RepositoryRoot.File("docs"), "*.md", SearchOption.AllDirectories)
            .SelectMany(f => CodeBlock().Replace(File.ReadAllText(f), "").Split('\n').Select(l => (File: f, Line: l)))
            .Where(l => Delay().IsMatch(l.Line))
            .ToList();
        Assert.NotEmpty(prose);
        Assert.DoesNotContain(prose, l => !FactReference().IsMatch(l.Line));
        var ids = AwsFacts.All.Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        Assert.All(
            prose.SelectMany(l => FactReference().Matches(l.Line)),
            m => Assert.Contains(m.Groups["id"].Value, ids)
        );
    }

    /// <summary>Organizations user guide, "Quotas and service limits" and "RCP syntax".</summary>
    [Fact]
    public void Limits_of_resource_control_policies_are_facts()
    {
        Assert.Equal((5_120, 5), (AwsFacts.RcpCharacters.Value, AwsFacts.RcpAttachments.Value));
        Assert.Equal(FactMark.Unverified, AwsFacts.RcpsOfOrganization.Mark);
        Assert.Equal(["NotPrincipal", "NotAction"], AwsFacts.RcpUnsupported.Value);
        Assert.Equal("*", AwsFacts.RcpPrincipal.Value);
        Assert.Contains("s3", AwsFacts.RcpServices.Value);
        Assert.DoesNotContain("ec2", AwsFacts.RcpServices.Value);
    }

    private static IEnumerable<string> OfDescriptors() =>
        FactOfDescriptor().Matches(Table()).Select(m => m.Groups["name"].Value);

    private static string Table() =>
        File.ReadAllText(RepositoryRoot.File("src", "AmiGovernance.Core", "Governance", "Facts", "AwsFacts.cs"));

    /// <summary>Each fact of a cell, with the last mark before it.</summary>
    private static IEnumerable<(string Id, string Mark)> FactsOf(string cell) =>
        FactReference()
            .Matches(cell)
            .Select(m => (m.Groups["id"].Value, Mark().Matches(cell[..m.Index]).Last().Groups["mark"].Value));

    private static bool IsMarked(string what) =>
        what.StartsWith("rule: ", StringComparison.Ordinal) ? IsRuleOrReason(what["rule: ".Length..]) : IsReason(what);

    private static bool IsRuleOrReason(string cell) =>
        IsReason(cell) || cell.Split(", ").All(c => DiagnosticCatalog.All.Any(d => d.Code == c));

    private static bool IsReason(string text) =>
        text.StartsWith(NotCheckable, StringComparison.Ordinal) && text.Length > NotCheckable.Length + 10;

    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex NumberedRow();

    [GeneratedRegex(@"`fact:(?<id>[a-z-]+)`")]
    private static partial Regex FactReference();

    [GeneratedRegex(@"\*\*(?<mark>documented|measured by a third party|unverified)\*\*")]
    private static partial Regex Mark();

    [GeneratedRegex(@"public static readonly AwsFact<.+> (?<name>\w+) =")]
    private static partial Regex FactName();

    [GeneratedRegex(
        @"public static readonly AwsFact<.+> (?<name>\w+) = (Documented|new)\(\s*""[a-z-]+"",\s*(Scps|Rcps|DeclarativePolicies|ResourceControl\w+)\."
    )]
    private static partial Regex FactOfDescriptor();

    [GeneratedRegex(@"\b(fails?|breaks|cannot|errors?|never|binds|exempts|blocks every|not documented|AWS limits?)\b")]
    private static partial Regex SaysWhatBreaks();

    [GeneratedRegex(@"<!-- (?<what>.+?) -->")]
    private static partial Regex Marker();

    [GeneratedRegex(@"(?<=[.;\u2713])\s+(?=[A-Z`\[])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\b(five|5|ten|10) minutes\b")]
    private static partial Regex Delay();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
