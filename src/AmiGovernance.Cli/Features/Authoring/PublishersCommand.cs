using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>The owners on the allow list: shown, put on it, taken off it.</summary>
internal static class PublishersCommand
{
    public static Command Create(CliContext context) =>
        new HelpedCommand(
            "publishers",
            "Put owners of images on the allow list, take them off, show them",
            new CommandHelp("amigov publishers list", "config")
        )
        {
            AllowlistCommand.Create("list", new CommandHelp("amigov publishers list", "config"), context),
            PublishersAddCommand.Create(context),
            PublishersRemoveCommand.Create(context),
        };

    public static Argument<OwnerId> Owner() =>
        new("OWNER")
        {
            Description = $"An account id of 12 digits, or an alias: {string.Join(", ", OwnerAliases.Names)}",
            CustomParser = Parse,
        };

    public static Option<bool> DryRun() => new("--dry-run") { Description = "Check everything, write nothing" };

    private static OwnerId Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (!OwnerId.TryParse(text, out var owner))
            result.AddError(
                $"'{Sanitize.Text(text)}' is no owner of images: an account id has 12 digits, "
                    + $"an alias is one of {string.Join(", ", OwnerAliases.Names)}"
            );
        return owner;
    }
}
