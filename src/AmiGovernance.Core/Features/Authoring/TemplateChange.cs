using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>A file that came with the repository and is not as this version would write it.</summary>
/// <param name="Read">Null where there is no such file.</param>
public sealed record TemplateChange(GeneratedFile File, SourceText? Read)
{
    /// <summary>Empty where there is no such file.</summary>
    public string Before => Read is null ? "" : Encoding.UTF8.GetString(Read.Bytes.Span);

    public string After => Encoding.UTF8.GetString(File.Bytes.Span);

    /// <summary>Line by line both are the same, and one has other line ends, such as those of Windows.</summary>
    public bool IsOfLineEnds => Read is not null && Before.ReplaceLineEndings("\n") == After;

    /// <param name="folder">Of the repository.</param>
    /// <param name="templates">As this version writes them; paths relative to the folder.</param>
    /// <param name="bag">Has errors when a file cannot be read.</param>
    public static IReadOnlyList<TemplateChange> Find(
        string folder,
        IEnumerable<GeneratedFile> templates,
        IFileReader files,
        DiagnosticBag bag
    )
    {
        var changes = new List<TemplateChange>();
        foreach (var template in templates)
        {
            var path = $"{folder}/{template.Path}";
            var before = files.Exists(path) ? files.Read(path, bag) : null;
            if (before?.HasBytes(template.Bytes) != true)
                changes.Add(new TemplateChange(template, before));
        }
        return changes;
    }
}
