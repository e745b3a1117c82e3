using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Cli.Features.Authoring;

internal sealed record PublishersAddArguments(string ConfigPath, PublisherEntry Entry, EditKind Kind);

/// <summary>Puts an owner on the allow list.</summary>
internal static class PublishersAddCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "add",
            "Put an owner of images on the allow list",
            new CommandHelp("amigov publishers add 764336703387 --reason \"AlmaLinux for the build farm\"", "config")
        );
        var options = new PublishersAddOptions(command);
        command.SetAction(result => Run(options.Read(result), context));
        return command;
    }

    internal static int Run(PublishersAddArguments arguments, CliContext context)
    {
        var (path, entry, kind) = (arguments.ConfigPath, arguments.Entry, arguments.Kind);
        var verb = kind == EditKind.DryRun ? "would add" : "added";
        return PublishersEdit.Run(
            context,
            kind,
            (edit, bag) => edit.Add(path, entry, kind, bag),
            $"✓ {verb} {Named(entry)} to {Sanitize.Text(path)}",
            $"  lets in: {LetsIn(entry.Owner)}"
        );
    }

    private static string Named(PublisherEntry entry) =>
        entry.Name is { } name ? $"{Sanitize.Text(name)} ({entry.Label})" : entry.Label;

    private static string LetsIn(OwnerId owner) =>
        owner.Alias is { } alias ? LetIn.By(alias) : LetIn.ByAccount(owner.Account!.Value);
}
