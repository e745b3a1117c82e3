using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Prints a file that scans every week and reports what changed.</summary>
internal static class ImagesScheduleCommand
{
    private static readonly string[] Kinds = ["gitlab", "github", "cron"];

    public static Command Create(CliContext context)
    {
        var kind = new Option<string>("--for")
        {
            Description = $"What runs it: {string.Join(", ", Kinds)}",
            HelpName = "KIND",
            Required = true,
        };
        kind.AcceptOnlyFromAmong(Kinds);
        var command = new Command(
            "schedule",
            "Print a file that scans every week and reports what changed, for GitLab, GitHub or cron"
        )
        {
            kind,
        };
        command.SetAction(result =>
            context.Out.Write(
                EmbeddedText.Template(
                    result.GetValue(kind) switch
                    {
                        "gitlab" => "images-gitlab.yml",
                        "github" => "images-github.yml",
                        _ => "images-cron",
                    }
                )
            )
        );
        return command;
    }
}
