using System.Collections.Immutable;
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
/// <param name="facts">Files that tell of images, and launch none.</param>
internal sealed class FindReferences(IFileReader files, IReadOnlyCollection<string> facts)
{
    private const string OtherLanguage = "it is in no language that is read, and names an image here";

    private readonly ReferenceSink sink = new();
    private readonly List<HclFile> configurations = [];
    private readonly List<HclFile> templates = [];

    /// <summary>Documents in no language here, with the places of their images: a script may take one as a whole.</summary>
    private readonly List<(SourceText Source, ImmutableArray<int> Images)> others = [];

    /// <summary>A file that is named, and lies in a folder that is named too, is read once.</summary>
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly ModuleFiles modules = new(files);

    /// <param name="paths">Plain ones.</param>
    /// <param name="wasThere">Whether a path was there before a change that deleted it: it is looked at, and has nothing any more.</param>
    /// <param name="bag">Takes what keeps a path from being looked at.</param>
    public ReferenceSink Run(IReadOnlyList<string> paths, Func<string, bool> wasThere, DiagnosticBag bag)
    {
        foreach (var path in paths)
        {
            if (files.Exists(path))
                ReadNamed(path, bag);
            else if (files.List(path) is { Count: > 0 } found)
            {
                ReadFolder(path, found);
                CheckLinks(path, paths);
            }
            else if (wasThere(path))
                sink.FileRead();
            else
                ReportNothing(path, bag);
        }
        ReadCalledModules(paths);
        new TerraformReader(sink).Read(configurations);
        new PackerReader(sink).Read(templates);
        foreach (var (source, images) in others)
        foreach (var at in images.Where(i => !IsNamed(source, i)).Take(1))
            sink.PartNotRead(
                new SourceLocation(source, new TextSpan(at, 1)),
                $"the document is not read: {OtherLanguage}"
            );
        return sink;
    }

    /// <summary>In quotes or not.</summary>
    private bool IsNamed(SourceText source, int at) =>
        sink.IsNamed(new SourceLocation(source, new TextSpan(at, 0)))
        || sink.IsNamed(new SourceLocation(source, new TextSpan(at + 1, 0)));

    private void ReadNamed(string path, DiagnosticBag bag)
    {
        if (!taken.Add(path) || files.Read(path, bag) is not { } source)
            return;
        var kind = FileKinds.OfNamed(path);
        Read(source, kind);
        // Values and look-ups of a module may stand in any file of its folder.
        if (FileKinds.ModuleOf(kind) is var module and not FileKind.None)
            ReadModule(TerraformFolder.Of(path), module);
    }

    private void ReadModule(string folder, FileKind module)
    {
        foreach (var path in modules.Of(folder, module))
            ReadFound(path, FileKinds.Of(path));
    }

    /// <summary>Whatever folder they lie in: a module that is called is deployed.</summary>
    private void ReadCalledModules(IReadOnlyList<string> paths)
    {
        for (var i = 0; i < configurations.Count; i++)
        {
            var (source, folder) = (configurations[i].Source, TerraformFolder.Of(configurations[i].Source.Path));
            foreach (var call in configurations[i].Body.Blocks.Where(b => b.Type == "module"))
                if (TerraformModule.Target(folder, call) is { } target)
                    ReadCalled(new TerraformBlock(source, call), target, paths);
        }
    }

    private void ReadCalled(TerraformBlock call, string target, IReadOnlyList<string> paths)
    {
        var isWithin =
            !PlainPath.LeadsOut(target)
            || paths.Any(p => PlainPath.IsBelow(target, files.Exists(p) ? TerraformFolder.Of(p) : p));
        if (isWithin)
            ReadModule(target, FileKind.Hcl);
        if (!isWithin || modules.Of(target, FileKind.Hcl).IsEmpty)
            sink.PartNotRead(
                call.At(call.Block.Header),
                isWithin
                    ? "the module is not read: its folder has no configuration"
                    : "the module is not read: it lies outside of the working folder"
            );
    }

    private static void ReportNothing(string path, DiagnosticBag bag) =>
        bag.Report(
            PreflightDiagnostics.NothingToRead,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` is no file, and no folder with files",
            "name files, or folders with files, that people deploy from; one behind a link that leads out of the repository counts as empty"
        );

    private void ReadFolder(string folder, IReadOnlyList<string> found)
    {
        foreach (var path in found.Where(p => !FileKinds.IsSkipped(p[Math.Min(folder.Length, p.Length)..])))
        {
            var kind = FileKinds.Of(path);
            var shown = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
            if (kind != FileKind.None && !facts.Contains(shown))
                ReadFound(shown, kind);
        }
    }

    /// <summary>What a link leads to is read where it lies, if somebody named it.</summary>
    private void CheckLinks(string folder, IReadOnlyList<string> paths)
    {
        foreach (var link in files.Links(folder).Where(l => !FileKinds.IsSkipped(l.Path[folder.Length..])))
            if (link.Target is not { } target || FileKinds.IsSkipped(target) || !paths.Any(p => IsIn(target, p)))
                sink.PartNotRead(
                    SourceLocation.OfFile(SourceText.FromString(PlainPath.Of(link.Path), link.Written)),
                    "the folder is not read: it is a link to one that is not below what was named"
                );

        static bool IsIn(string path, string named) => named == PlainPath.Here || PlainPath.IsBelow(path, named);
    }

    private void ReadFound(string path, FileKind kind)
    {
        if (!taken.Add(path))
            return;
        var reports = new DiagnosticBag();
        if (files.Read(path, reports) is { } source)
            Read(source, kind);
        else
            sink.FileNotRead(SourceText.Missing(path), 0, reports.ToSorted() is [var first, ..] ? first.Message : "");
    }

    private void Read(SourceText source, FileKind kind)
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
        else if (kind == FileKind.HclJson)
            ReadHclJson(source);
        else if (IsTree(source, kind))
            ReadTrees(source, kind);
        else if (ImagesInText.First(source.Bytes.Span) is { } at)
            sink.FileNotRead(source, at, OtherLanguage);
    }

    /// <summary>Whether it is worth the time to parse it: it may name images.</summary>
    private static bool IsTree(SourceText source, FileKind kind) =>
        kind != FileKind.Other
        && (
            FileMarks.MayName(source.Bytes.Span)
            || PlaybookReader.IsVariables(source.Path)
            || kind != FileKind.Any
                && (FileMarks.HasEscapes(source.Bytes.Span) || ImagesInText.First(source.Bytes.Span) is not null)
        );

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
                source.Path.EndsWith(".pkr.json", StringComparison.OrdinalIgnoreCase)
                    ? "Packer's JSON syntax of HCL is not read"
                    : "Terraform's JSON syntax is not read; give the plan as JSON instead"
            );
    }

    /// <summary>YAML takes JSON too.</summary>
    private void ReadTrees(SourceText source, FileKind kind)
    {
        var isJson = kind == FileKind.Json || source.Bytes.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
        var file = isJson ? JsonTrees.Read(source) : YamlTrees.Read(source);
        if (file.Problem is { } problem)
            sink.FileNotRead(source, problem.At, problem.Message);
        foreach (var document in file.Documents)
            if (!ReadDocument(file, document) && file.Problem is null)
                others.Add((source, TreeImages.Of(document)));
    }

    /// <summary>What a document is, is told by its members, not by the name of its file; false for what is in no language here.</summary>
    private bool ReadDocument(TreeFile file, TreeNode document)
    {
        if (PlanReader.IsPlan(document))
            new PlanReader(sink, file).Read(document);
        else if (TemplateReader.IsTemplate(document))
            new TemplateReader(sink, file).Read(document);
        else if (ServerlessReader.IsService(document))
            new ServerlessReader(sink, file).Read(document);
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
