using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Files;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>
/// Documents that calls of the AWS CLI take from files (`file://lt.json`; AWS CLI user guide, "Load a parameter from a file"). The path
/// counts from where the script runs, which it does not say: below its own folder and below that of the check are looked at.
/// </summary>
/// <param name="script">Its path.</param>
internal sealed class DocumentFiles(IFileReader files, string script)
{
    private const string Prefix = "file://";

    /// <summary>Empty where the path is not known, leads elsewhere, or is that of no text.</summary>
    public ImmutableArray<SourceText> Of(ShellWord word)
    {
        if (!word.IsPlain || !word.Text.StartsWith(Prefix, StringComparison.Ordinal))
            return [];
        var path = word.Text[Prefix.Length..];
        var folder = script[..Math.Max(0, script.LastIndexOf('/'))];
        var places = ((string[])[PlainPath.Joined(folder, path), PlainPath.Joined("", path)]).Distinct();
        var found = path.StartsWith('/')
            ? []
            : places.Where(p => !PlainPath.LeadsOut(p)).Select(Read).OfType<SourceText>();
        ImmutableArray<SourceText> documents = [.. found];
        return documents.Any(d => FileMarks.IsNoText(d.Bytes.Span)) ? [] : documents;
    }

    private SourceText? Read(string path) => files.Exists(path) ? files.Read(path, new DiagnosticBag()) : null;
}
