using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Images;

/// <summary>Checks names of golden images before EC2 sees them: what EC2 accepts, the convention, and names that mislead.</summary>
/// <param name="convention">What names must follow.</param>
/// <param name="today">Stands for a missing date.</param>
public sealed class CheckImageNames(NamingConvention convention, DateOnly today)
{
    /// <summary>EC2 API reference, CreateImage: 3 to 128 characters.</summary>
    private const int ShortestName = 3;

    private const int LongestName = 128;

    private const int ByteOrderMarkLength = 3;

    /// <summary>The convention that a configuration states; null with a report when it cannot be read or used.</summary>
    /// <param name="files">Where the configuration is.</param>
    /// <param name="configPath">Its path.</param>
    /// <param name="bag">Takes the reports.</param>
    public static NamingConvention? Convention(IFileStore files, string configPath, DiagnosticBag bag)
    {
        if (RepositoryFiles.ReadConfig(files, configPath, bag) is not { } config)
            return null;

        NamingPattern.Rule.Check(new RuleInput(config, default), bag);
        return bag.HasErrors ? null : NamingConvention.Of(config.Policy.ImageNamingPattern);
    }

    /// <summary>One name on each line; empty lines and lines that begin with `#` are passed over.</summary>
    /// <param name="list">The lines.</param>
    /// <param name="bag">Takes what is wrong with the names.</param>
    /// <returns>How many names there were, and in how many of them something is wrong.</returns>
    public (int Names, int Wrong) Check(SourceText list, DiagnosticBag bag)
    {
        var names = Names(list);
        var wrong = 0;
        foreach (var name in names)
        {
            var before = bag.Errors;
            Check(list, name, bag);
            if (bag.Errors > before)
                wrong++;
        }
        return (names.Count, wrong);
    }

    private static List<TextSpan> Names(SourceText list)
    {
        var bytes = list.Bytes.Span;
        var found = new List<TextSpan>();
        var start = list.HasByteOrderMark ? ByteOrderMarkLength : 0;
        while (start < bytes.Length)
        {
            var length = bytes[start..].IndexOf((byte)'\n');
            var end = length < 0 ? bytes.Length : start + length;
            var line = bytes[start..end].TrimEnd((byte)'\r');
            if (!line.IsEmpty && line[0] != '#')
                found.Add(TextSpan.Between(start, start + line.Length));
            start = end + 1;
        }
        return found;
    }

    private void Check(SourceText source, TextSpan span, DiagnosticBag bag)
    {
        var name = source.GetText(span);
        var place = new SourceLocation(source, span);
        if (name.Length is < ShortestName or > LongestName)
        {
            ReportLength(name, place, bag);
            return;
        }
        ReportCharacters(name, place, bag);
        ReportConfusion(name, place, bag);
        if (!convention.Accepts(name))
            ReportConvention(name, place, bag);
    }

    private static void ReportLength(string name, SourceLocation place, DiagnosticBag bag) =>
        bag.Report(
            ImagesDiagnostics.NameNotAccepted,
            place,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the name has {Plural.Of(name.Length, "character")}; EC2 allows {ShortestName} to {LongestName}"
            )
        );

    private static void ReportCharacters(string name, SourceLocation place, DiagnosticBag bag)
    {
        var wrong = name.FirstOrDefault(c => !NamingPattern.IsNameCharacter(c));
        if (wrong == default)
            return;
        bag.Report(
            ImagesDiagnostics.NameNotAccepted,
            place,
            $"`{wrong}` cannot stand in the name of an image",
            "EC2 allows letters, digits, spaces and `( ) [ ] . / - ' @ _`"
        );
    }

    private static void ReportConfusion(string name, SourceLocation place, DiagnosticBag bag)
    {
        if (NameConfusion.Find(name) is not { } family)
            return;
        bag.Report(
            ImagesDiagnostics.NameMisleads,
            place,
            $"`{name}` could be taken for an image of {family.Name}, whose names begin with `{family.Beginning.Split('#')[0]}`",
            "begin the name with your organization's"
        );
    }

    private void ReportConvention(string name, SourceLocation place, DiagnosticBag bag)
    {
        var verdict = convention.Check(name, today);
        var problems = string.Join("; ", verdict.Problems.Select(p => p.Message));
        var message = $"`{name}` does not follow `{convention.Pattern}`: {problems}";
        var only = verdict.Problems is [var one] ? one : null;
        if (only?.Rule is { } rule)
            message += $": {rule}";

        // Where several things are wrong, and where characters are not bytes, the whole name is marked.
        var mark =
            only is not null && name.All(char.IsAscii)
                ? place with
                {
                    Span = new TextSpan(place.Span.Start + only.Start, only.Length),
                }
                : place;
        if (verdict.NearestIsWhole)
        {
            var title = $"nearest valid name: `{verdict.Nearest}`";
            var fix = TextFix.Guess(title, place.Span, verdict.Nearest);
            bag.Report(ImagesDiagnostics.NameUnlikeConvention, mark, message, null, fix);
        }
        else
        {
            var help = $"nearest: `{verdict.Nearest}`; put in what stands in braces";
            bag.Report(ImagesDiagnostics.NameUnlikeConvention, mark, message, help);
        }
    }
}
