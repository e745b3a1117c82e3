using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Prints a file that scans every week and reports what changed.</summary>
internal static class ImagesScheduleCommand
{
    private static readonly (string Name, string File)[] Kinds =
    [
        ("gitlab", "images-gitlab.yml"),
        ("github", "images-github.yml"),
        ("cron", "images-cron"),
    ];

    public static Command Create(CliContext context)
    {
        var names = Kinds.Select(k => k.Name).ToArray();
        var kind = new Option<string>("--for")
        {
            Description = $"What runs it: {string.Join(", ", names)}",
            HelpName = "KIND",
            Required = true,
        };
        kind.AcceptOnlyFromAmong(names);
        var command = new HelpedCommand(
            "schedule",
            "Print a file that scans every week and reports what changed, for GitLab, GitHub or cron",
            new CommandHelp("amigov images schedule --for github", "images")
        )
        {
            kind,
        };
        command.SetAction(result => Run(result.GetRequiredValue(kind), context));
        return command;
    }

    internal static void Run(string kind, CliContext context) =>
        context.Document.Write(EmbeddedText.Template(Kinds.First(k => k.Name == kind).File));
}
