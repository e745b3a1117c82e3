using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>Brings the files of a repository that belong to amigov to this version; the configuration stays as it is.</summary>
internal static partial class InitRefresh
{
    public static int Run(InitArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var folder = arguments.Folder;
        if (context.Files.Read($"{folder}/{InitialRepository.ConfigPath}", bag) is null)
            return Failed(context, bag);
        var image = arguments.GitLabImage ?? Image(context, folder, bag);
        var tool = Tool(context, folder, bag);
        var files = InitialRepository.Refreshed(image, tool ?? PinnedTool.Unnamed).ToList();
        if (tool is null && files.RemoveAll(f => f.Path == InitialRepository.InstallScript) > 0)
            context.Error.WriteLine(
                $"{folder}/{InitialRepository.InstallScript} is your own and stays: its first argument is the folder that amigov goes into"
            );
        var changes = TemplateChange.Find(folder, files, context.Files, bag);
        if (bag.HasErrors)
            return Failed(context, bag);
        if (changes.Count == 0)
        {
            context.Out.WriteLine("✓ every file is as this version of amigov writes it");
            return ExitCodes.Done;
        }
        foreach (var change in changes)
            Show(context.Out, folder, change);
        return Write(arguments, changes, context, cancel);
    }

    private static int Write(
        InitArguments arguments,
        IReadOnlyList<TemplateChange> changes,
        CliContext context,
        CancellationToken cancel
    )
    {
        var questions = new Questions(context, Ask: context.IsInteractive && !arguments.AsksNothing, cancel);
        var count = Plural.Of(changes.Count, "file");
        if (!arguments.AsksNothing && !questions.YesNo($"Write {count}?", null, fallback: false))
        {
            context.Error.WriteLine(
                $"nothing was written: {Plural.Of(changes.Count, "file differs", "files differ")}; `amigov init --refresh --yes` writes them"
            );
            return ExitCodes.No;
        }
        var bag = new DiagnosticBag();
        var isAsShown = changes
            .ToList()
            .TrueForAll(c => Replacement.IsAsRead($"{arguments.Folder}/{c.File.Path}", c.Read, context.Files, bag));
        if (!isAsShown || !context.Files.Write(arguments.Folder, [.. changes.Select(c => c.File)], bag))
            return Failed(context, bag);
        foreach (var change in changes)
            context.Out.WriteLine($"✓ {arguments.Folder}/{change.File.Path}");
        context.Hints(context.Out).WriteLine("Next: `git diff` shows the changes; commit them");
        return ExitCodes.Done;
    }

    private static void Show(TextWriter writer, string folder, TemplateChange change)
    {
        var remark = change.Before.Length == 0 ? " (new)" : "";
        writer.WriteLine($"{folder}/{change.File.Path}{remark}");
        if (change.IsOfLineEnds)
            writer.WriteLine("  only line ends differ: here each line ends with a line feed alone");
        else if (change.Before.Length > 0)
            foreach (var line in LineDiff.Between(change.Before, change.After, context: 1))
                writer.WriteLine($"  {line.Mark} {Sanitize.Text(line.Text)}");
        writer.WriteLine();
    }

    /// <summary>The image of GitLab's jobs that the repository names.</summary>
    private static string Image(CliContext context, string folder, DiagnosticBag bag) =>
        Text(context, $"{folder}/{InitialRepository.GitLabPath}", bag) is { } ci
        && NamedImage().Match(ci) is { Success: true } found
            ? found.Groups[1].Value
            : PinnedTool.NoImage;

    /// <summary>The amigov of CI that the repository names; null where its script is not one of ours.</summary>
    private static PinnedTool? Tool(CliContext context, string folder, DiagnosticBag bag)
    {
        if (Text(context, $"{folder}/{InitialRepository.InstallScript}", bag) is not { } script)
            return PinnedTool.Unnamed;
        var (source, sha256) = (NamedSource().Match(script), NamedSha256().Match(script));
        return source.Success && sha256.Success ? new PinnedTool(source.Groups[1].Value, sha256.Groups[1].Value) : null;
    }

    /// <summary>Null where there is no such file.</summary>
    private static string? Text(CliContext context, string path, DiagnosticBag bag) =>
        context.Files.Exists(path) && context.Files.Read(path, bag) is { } read
            ? Encoding.UTF8.GetString(read.Bytes.Span)
            : null;

    private static int Failed(CliContext context, DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        context.Error.WriteLine("nothing was written");
        return ExitCodes.Errors;
    }

    [GeneratedRegex(
        """
            ^  AMIGOV_CI_IMAGE: "([^"\n]+)"$
            """,
        RegexOptions.Multiline
    )]
    private static partial Regex NamedImage();

    [GeneratedRegex(@"^source='([^'\n]*)'\r?$", RegexOptions.Multiline)]
    private static partial Regex NamedSource();

    [GeneratedRegex(@"^sha256='([0-9a-f]*)'\r?$", RegexOptions.Multiline)]
    private static partial Regex NamedSha256();
}
