using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Manual;

/// <param name="Distribution">Null for the one that the program takes itself for.</param>
internal sealed record SelfCheckArguments(string Checksums, string? Distribution);

/// <summary>Compares the program that runs with the checksums of a release.</summary>
internal static class SelfCheckCommand
{
    public static Command Create(CliContext context)
    {
        var checksums = new Option<string>("--checksums")
        {
            Description = "The list of checksums of the release, after its signature was verified",
            HelpName = "FILE",
            Required = true,
        };
        var name = new Option<string?>("--name")
        {
            Description =
                "What the list calls this program; default: amigov-VERSION-PLATFORM, for the .NET tool amigov-VERSION-any",
            HelpName = "NAME",
        };
        var command = new HelpedCommand(
            "self-check",
            "Compare this program with the published checksums, without a network",
            new CommandHelp("amigov self-check --checksums SHA256SUMS", "install")
        )
        {
            checksums,
            name,
        };
        command.SetAction(result =>
            Run(new SelfCheckArguments(result.GetRequiredValue(checksums), result.GetValue(name)), context)
        );
        return command;
    }

    internal static int Run(SelfCheckArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var list = context.Files.Read(arguments.Checksums, bag);
        context.PrintFindings(bag.ToSorted());
        if (list is null)
            return ExitCodes.Errors;

        var program = context.Program();
        var distribution = arguments.Distribution ?? program.Distribution;
        var published = PublishedFile.Of(distribution, list, out var unread);
        var what = program.Platform == RunningProgram.AnyPlatform ? "the .NET tool" : program.Platform;
        context.Out.WriteLine($"amigov {program.Version} ({what}), compared with {Sanitize.Text(distribution)}");
        if (!published.Any(f => f.Path == program.File))
        {
            context.Error.WriteLine(
                $"unknown: {arguments.Checksums} does not list {Sanitize.Text($"{distribution}/{program.File}")};"
                    + " take the list of this version, or say with --name what it calls this program"
            );
            return ExitCodes.Incomplete;
        }
        if (published.Count(file => Compare(context, program, file)) < published.Count)
        {
            context.Out.WriteLine("❌ not what was published");
            return ExitCodes.No;
        }
        if (Open(program, published, unread).ToList() is { Count: > 0 } open)
        {
            foreach (var reason in open)
                context.Error.WriteLine($"unknown: {reason}");
            return ExitCodes.Incomplete;
        }
        context.Out.WriteLine($"✅ {Plural.Of(published.Count, "file")} as published");
        return ExitCodes.Done;
    }

    /// <summary>What nothing was compared with, though the program rests on it or the list speaks of it.</summary>
    private static IEnumerable<string> Open(
        RunningProgram program,
        IReadOnlyList<PublishedFile> published,
        IReadOnlyList<string> unread
    )
    {
        foreach (var line in unread)
            yield return $"the line `{Sanitize.Text(line)}` is none of `sha256sum`";
        foreach (var library in program.Libraries.Where(l => published.All(f => f.Path != l)))
            yield return $"the list does not hold {library}, which lies beside the program";
    }

    private static bool Compare(CliContext context, RunningProgram program, PublishedFile file)
    {
        var found = program.Sha256(file.Path);
        var path = Sanitize.Text(file.Path);
        var problem = found is null ? "is missing" : $"has the checksum {found}, published is {file.Sha256}";
        context.Out.WriteLine(found == file.Sha256 ? $"✓ {path}" : $"✗ {path} {problem}");
        return found == file.Sha256;
    }
}
