using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Preflight.Files;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>Finds the images that files name, and judges each.</summary>
/// <param name="own">What is known of the organization.</param>
/// <param name="regionOf">Where an image is known to be; null where it is not.</param>
/// <param name="factFiles">What is known of images stands in them: they are passed over in folders.</param>
public sealed class RunPreflight(
    IFileReader files,
    JudgeReferences judge,
    OwnOrganization own,
    Func<string, RegionName?> regionOf,
    IEnumerable<string> factFiles
)
{
    private readonly string[] facts = [.. factFiles.Select(PlainPath.Of)];

    /// <param name="before">The files before a change, so that only what is new counts; null for all.</param>
    /// <param name="bag">Takes what keeps a path from being looked at.</param>
    public PreflightReport Run(ImmutableArray<string> paths, IFileReader? before, DiagnosticBag bag)
    {
        string[] plain = [.. paths.Select(PlainPath.Of).Distinct(StringComparer.Ordinal)];
        var known = before is null ? null : new KnownBefore(Find(before, plain, new DiagnosticBag()), files.Exists);
        var sink = Find(files, plain, bag, path => before is not null && IsThere(before, path));
        var judged = sink
            .References.Where(r => known is null || known.IsNew(r))
            .OrderBy(r => r.Location.Source.Path, StringComparer.Ordinal)
            .ThenBy(r => r.Location.Span.Start)
            .ThenBy(r => r.Subject, StringComparer.Ordinal)
            .Select(judge.Judge);
        bool IsNew(Diagnostic finding) =>
            known is null
            || !IsSameLink(finding.Location.Source, before!)
                && (known.IsNew(finding) || IsNotRead(finding) && IsChanged(finding.Location, before!));
        ImmutableArray<Diagnostic> patterns = [.. sink.Findings.ToSorted().Where(IsNew)];
        var notRead = patterns.Count(IsNotRead);
        return new PreflightReport([.. judged], patterns, new Looked(sink.Read, notRead));
    }

    private static bool IsNotRead(Diagnostic finding) => finding.Descriptor == PreflightDiagnostics.NotRead;

    /// <summary>A file that was not read before either may name any image that it did not name then.</summary>
    private bool IsChanged(SourceLocation location, IFileReader before)
    {
        var path = location.Source.Path;
        return files.Read(path, new DiagnosticBag()) is { } now
            && before.Read(path, new DiagnosticBag())?.HasBytes(now.Bytes) != true;
    }

    /// <summary>A link to a folder, which git keeps as a file with its target.</summary>
    private bool IsSameLink(SourceText source, IFileReader before) =>
        !files.Exists(source.Path) && before.Read(source.Path, new DiagnosticBag())?.HasBytes(source.Bytes) == true;

    private static bool IsThere(IFileReader before, string path) => before.Exists(path) || before.List(path).Count > 0;

    private ReferenceSink Find(
        IFileReader reader,
        string[] paths,
        DiagnosticBag bag,
        Func<string, bool>? wasThere = null
    )
    {
        var sink = new FindReferences(reader, facts).Run(paths, wasThere ?? (_ => false), bag);
        new WholeRules(own, regionOf).Check(sink);
        return sink;
    }
}

/// <param name="References">By file and place.</param>
/// <param name="Patterns">Unsafe patterns, and files that could not be read.</param>
/// <param name="Looked">At files.</param>
public sealed record PreflightReport(
    ImmutableArray<JudgedReference> References,
    ImmutableArray<Diagnostic> Patterns,
    Looked Looked
)
{
    /// <summary>A reference is denied, or a pattern is an error.</summary>
    public bool IsNo => References.Any(r => r.Verdict.IsDenied()) || Patterns.Any(p => p.Severity == Severity.Error);

    /// <summary>Something is not known, or was not read.</summary>
    public bool IsOpen =>
        References.Any(r => r.Verdict != CallVerdict.Allowed || r.Deciding.Mark == AuditMark.Unknown)
        || Looked.NotRead > 0
        || Looked.IsNothing;

    /// <summary>References that are not allowed as findings, with the patterns.</summary>
    public ImmutableArray<Diagnostic> Findings()
    {
        var bag = new DiagnosticBag();
        foreach (var reference in References)
            ReferenceFindings.Report(reference, bag);
        bag.AddRange(Patterns);
        return bag.ToSorted();
    }
}
