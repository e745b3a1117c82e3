using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;

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
            new CommandHelp("amigov publishers add 136693071363 --reason \"Debian for the build farm\"", "config")
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

    /// <summary>EC2 user guide, "Control the discovery and use of AMIs": what each provider stands for.</summary>
    private static string LetsIn(OwnerId owner) =>
        owner.Alias switch
        {
            OwnerAlias.Amazon => "every image of Amazon and of verified providers",
            OwnerAlias.AwsMarketplace => "every image of AWS Marketplace to which an account subscribes",
            OwnerAlias.AwsBackupVault => "every image in a logically air-gapped vault of AWS Backup",
            _ => $"every image that {owner} makes public or shares with your accounts",
        };
}
