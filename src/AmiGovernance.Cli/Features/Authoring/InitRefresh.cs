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
        var changes = TemplateChange.Find(folder, InitialRepository.Refreshed(image), context.Files, bag);
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
    private static string Image(CliContext context, string folder, DiagnosticBag bag)
    {
        var path = $"{folder}/{InitialRepository.GitLabPath}";
        if (!context.Files.Exists(path) || context.Files.Read(path, bag) is not { } ci)
            return PinnedTool.NoImage;
        var found = NamedImage().Match(Encoding.UTF8.GetString(ci.Bytes.Span));
        return found.Success ? found.Groups[1].Value : PinnedTool.NoImage;
    }

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
}
