using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;

namespace AmiGovernance.Cli.Features.Authoring;

internal sealed record PublishersRemoveArguments(string ConfigPath, OwnerId Owner, EditKind Kind);

/// <summary>Takes an owner off the allow list.</summary>
internal static class PublishersRemoveCommand
{
    public static Command Create(CliContext context)
    {
        var (owner, config, dryRun) = (PublishersCommand.Owner(), CommonOptions.Config(), PublishersCommand.DryRun());
        var command = new HelpedCommand(
            "remove",
            "Take an owner of images off the allow list",
            new CommandHelp("amigov publishers remove 764336703387 --dry-run", "config")
        )
        {
            owner,
            config,
            dryRun,
        };
        command.SetAction(result =>
        {
            var edit = result.GetValue(dryRun) ? EditKind.DryRun : EditKind.Write;
            var arguments = new PublishersRemoveArguments(
                result.GetRequiredValue(config),
                result.GetValue(owner),
                edit
            );
            return Run(arguments, context);
        });
        return command;
    }

    internal static int Run(PublishersRemoveArguments arguments, CliContext context)
    {
        var (path, owner, kind) = (arguments.ConfigPath, arguments.Owner, arguments.Kind);
        var verb = kind == EditKind.DryRun ? "would remove" : "removed";
        return PublishersEdit.Run(
            context,
            kind,
            (edit, bag) => edit.Remove(path, owner, kind, bag),
            $"✓ {verb} {owner.DeclarativeName} from {Sanitize.Text(path)}",
            "  before this is enforced, `amigov impact` shows what still uses its images"
        );
    }
}
