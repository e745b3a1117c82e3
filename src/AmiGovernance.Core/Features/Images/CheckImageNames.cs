using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Images;

/// <summary>Checks names of golden images before EC2 sees them: what EC2 accepts, the convention, and names that mislead.</summary>
/// <param name="today">Stands for a missing date.</param>
public sealed class CheckImageNames(NamingConvention convention, DateOnly today)
{
    /// <summary>EC2 API reference, CreateImage: 3 to 128 characters.</summary>
    private const int ShortestName = 3;

    private const int LongestName = 128;

    /// <summary>The convention that a configuration states; null with a report when it cannot be read or used.</summary>
    public static NamingConvention? Convention(IFileStore files, string configPath, DiagnosticBag bag)
    {
        if (RepositoryFiles.ReadConfig(files, configPath, bag) is not { } config)
            return null;
        NamingPattern.Rule.Check(new RuleInput(config, default), bag);
        return bag.HasErrors ? null : NamingConvention.Of(config.Policy.ImageNamingPattern);
    }

    /// <summary>One name on each line; empty lines and lines that begin with `#` are passed over.</summary>
    /// <returns>How many names there were.</returns>
    public int Check(SourceText list, DiagnosticBag bag)
    {
        var count = 0;
        var bytes = list.Bytes.Span;
        for (var (start, end) = (list.HasByteOrderMark ? 3 : 0, 0); start < bytes.Length; start = end + 1)
        {
            end = bytes[start..].IndexOf((byte)'\n') is >= 0 and var length ? start + length : bytes.Length;
            var span = TextSpan.Between(start, start + bytes[start..end].TrimEnd((byte)'\r').Length);
            if (span.Length == 0 || bytes[start] == '#')
                continue;
            count++;
            Check(list, span, bag);
        }
        return count;
    }

    private void Check(SourceText source, TextSpan span, DiagnosticBag bag)
    {
        var name = source.GetText(span);
        var whole = new SourceLocation(source, span);
        if (name.Length is < ShortestName or > LongestName)
        {
            bag.Report(
                ImagesDiagnostics.NameNotAccepted,
                whole,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the name has {name.Length} characters; EC2 allows {ShortestName} to {LongestName}"
                )
            );
            return;
        }
        if (name.FirstOrDefault(c => !NamingPattern.IsNameCharacter(c)) is var wrong && wrong != default)
            bag.Report(
                ImagesDiagnostics.NameNotAccepted,
                whole,
                $"`{wrong}` cannot stand in the name of an image",
                "EC2 allows letters, digits, spaces and `( ) [ ] . / - ' @ _`"
            );
        if (NameConfusion.Find(name, "", null) is { } wellKnown)
            bag.Report(
                ImagesDiagnostics.NameMisleads,
                whole,
                $"`{name}` could be taken for an image of {wellKnown.Publisher}, whose names begin with `{wellKnown.Prefix}`",
                "begin the name with your organization's"
            );
        if (convention.Accepts(name))
            return;
        var verdict = convention.Check(name, today);
        // The whole name where several things are wrong.
        var only = verdict.Problems is [var one] ? one : null;
        var place =
            only is not null && name.All(char.IsAscii) ? new TextSpan(span.Start + only.Start, only.Length) : span;
        bag.Report(
            ImagesDiagnostics.NameUnlikeConvention,
            new SourceLocation(source, place),
            $"`{name}` does not follow `{convention.Pattern}`: {string.Join("; ", verdict.Problems.Select(p => p.Message))}{(only?.Rule is { } rule ? $": {rule}" : "")}",
            verdict.NearestIsWhole ? null : $"nearest: `{verdict.Nearest}`; put in what stands in braces",
            verdict.NearestIsWhole
                ? TextFix.Guess($"nearest valid name: `{verdict.Nearest}`", span, verdict.Nearest)
                : null
        );
    }
}
