using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Ansible;
using AmiGovernance.Core.Features.Preflight.CloudFormation;
using AmiGovernance.Core.Features.Preflight.Files;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;
using AmiGovernance.Core.Features.Preflight.Kubernetes;
using AmiGovernance.Core.Features.Preflight.Packer;
using AmiGovernance.Core.Features.Preflight.Pulumi;
using AmiGovernance.Core.Features.Preflight.Shell;
using AmiGovernance.Core.Features.Preflight.Terraform;
using AmiGovernance.Core.Features.Preflight.Trees;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>Finds every reference to an image in files that people deploy from. Only files that can matter are parsed.</summary>
internal sealed class FindReferences(IFileReader files)
{
    /// <summary>Configurations in JSON, whose syntax is not read.</summary>
    private static readonly string[] HclJson = [".tf.json", ".tofu.json", ".pkr.json"];

    private readonly ReferenceSink sink = new();
    private readonly List<HclFile> configurations = [];
    private readonly List<HclFile> templates = [];

    /// <summary>A file that is named, and lies in a folder that is named too, is read once.</summary>
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <param name="paths">Plain ones.</param>
    /// <param name="wasThere">Whether a path was there before a change that deleted it: it is looked at, and has nothing any more.</param>
    /// <param name="bag">Takes what keeps a path from being looked at.</param>
    public ReferenceSink Run(IEnumerable<string> paths, Func<string, bool> wasThere, DiagnosticBag bag)
    {
        foreach (var path in paths)
        {
            if (files.Exists(path))
                ReadNamed(path, bag);
            else if (files.List(path) is { Count: > 0 } found)
                ReadFolder(path, found);
            else if (wasThere(path))
                sink.FileRead();
            else
                ReportNothing(path, bag);
        }
        new TerraformReader(sink).Read(configurations);
        new PackerReader(sink).Read(templates);
        return sink;
    }

    private void ReadNamed(string path, DiagnosticBag bag)
    {
        if (!taken.Add(path) || files.Read(path, bag) is not { } source)
            return;
        if (!Read(source, FileKinds.OfNamed(path)) && FirstImage(source) is { } at)
            sink.FileNotRead(source, at, "it is in no language that is read, and names an image here");
    }

    /// <summary>In bytes; null for a file that has no id of an image.</summary>
    private static int? FirstImage(SourceText source)
    {
        foreach (var match in ImagesInText.AnyImage().EnumerateMatches(Encoding.Latin1.GetString(source.Bytes.Span)))
            return match.Index;
        return null;
    }

    private static void ReportNothing(string path, DiagnosticBag bag) =>
        bag.Report(
            PreflightDiagnostics.NothingToRead,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` is no file, and no folder with files",
            "name files, or folders with files, that people deploy from"
        );

    private void ReadFolder(string folder, IReadOnlyList<string> found)
    {
        foreach (var path in found.Where(p => !FileKinds.IsSkipped(p[Math.Min(folder.Length, p.Length)..])))
        {
            var kind = FileKinds.Of(path);
            if (kind == FileKind.None)
                continue;
            var reports = new DiagnosticBag();
            var shown = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
            if (!taken.Add(shown))
                continue;
            if (files.Read(shown, reports) is { } source)
                Read(source, kind);
            else
                sink.FileNotRead(
                    SourceText.Missing(shown),
                    0,
                    reports.ToSorted() is [var first, ..] ? first.Message : ""
                );
        }
    }

    /// <summary>False for a file that is in no language that is read.</summary>
    private bool Read(SourceText source, FileKind kind)
    {
        sink.FileRead();
        if (FileMarks.IsNoText(source.Bytes.Span))
            sink.FileNotRead(source, 0, "it is no text in UTF-8; write it in that encoding");
        else if (kind is FileKind.Hcl or FileKind.HclVariables)
            Keep(kind == FileKind.Hcl ? HclParser.Read(source) : VariableFiles.ReadJson(source), configurations);
        else if (kind is FileKind.Packer or FileKind.PackerVariables)
            Keep(kind == FileKind.Packer ? HclParser.Read(source) : VariableFiles.ReadJson(source), templates);
        else if (kind == FileKind.Shell)
            new ScriptReader(sink, source, new DocumentFiles(files, source.Path)).Read();
        else if (HclJson.Any(e => source.Path.EndsWith(e, StringComparison.Ordinal)))
            ReadHclJson(source);
        else
            return (FileMarks.MayName(source.Bytes.Span) || PlaybookReader.IsVariables(source.Path))
                && ReadTrees(source, kind);
        return true;
    }

    private void Keep(HclFile file, List<HclFile> read)
    {
        if (file.Problem is { } problem)
            sink.FileNotRead(file.Source, problem.At, problem.Message);
        read.Add(file);
    }

    /// <summary>What is not read must not look like nothing found.</summary>
    private void ReadHclJson(SourceText source)
    {
        if (source.Bytes.Span.IndexOf("ami"u8) >= 0 || source.Bytes.Span.IndexOf("image"u8) >= 0)
            sink.FileNotRead(
                source,
                0,
                source.Path.EndsWith(".pkr.json", StringComparison.Ordinal)
                    ? "Packer's JSON syntax of HCL is not read"
                    : "Terraform's JSON syntax is not read; give the plan as JSON instead"
            );
    }

    private bool ReadTrees(SourceText source, FileKind kind)
    {
        var isJson = kind == FileKind.Json || source.Bytes.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
        var file = isJson ? JsonTrees.Read(source) : YamlTrees.Read(source);
        if (file.Problem is { } problem)
            sink.FileNotRead(source, problem.At, problem.Message);
        var isKnown = file.Problem is not null;
        foreach (var document in file.Documents)
            isKnown |= ReadDocument(file, document);
        return isKnown;
    }

    /// <summary>What a document is, is told by its members, not by the name of its file.</summary>
    private bool ReadDocument(TreeFile file, TreeNode document)
    {
        if (PlanReader.IsPlan(document))
            new PlanReader(sink, file).Read(document);
        else if (TemplateReader.IsTemplate(document))
            new TemplateReader(sink, file).Read(document);
        else if (PackerJsonReader.IsTemplate(document))
            new PackerJsonReader(sink, file).Read(document);
        else if (StackReader.IsStack(document))
            new StackReader(sink, file).Read(document);
        else if (ManifestReader.IsManifest(document))
            new ManifestReader(sink, file).Read(document);
        else if (PlaybookReader.IsPlaybook(document) || PlaybookReader.IsVariables(file.Source.Path))
            new PlaybookReader(sink, file).Read(document);
        else
            return false;
        return true;
    }
}
