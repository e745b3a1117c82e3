using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>The options of `publishers add`.</summary>
internal sealed class PublishersAddOptions
{
    private const string Ops = "ops";
    private const string Vendor = "vendor";

    private readonly Argument<OwnerId> owner = PublishersCommand.Owner();
    private readonly Option<string?> kind = new("--kind")
    {
        Description =
            "ops for an account of your organization, vendor for one outside; not needed for aliases and known publishers",
        HelpName = "KIND",
    };
    private readonly Option<string?> name = Text(
        "--name",
        "What people call the publisher; default: the name in the table of known publishers"
    );
    private readonly Option<string?> purpose = Text("--purpose", "What its images are for");
    private readonly Option<string?> contact = Text("--contact", "Whom to ask");
    private readonly Option<string> reason = new("--reason")
    {
        Description = "Why its images are approved",
        HelpName = "TEXT",
        Required = true,
    };
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<bool> dryRun = PublishersCommand.DryRun();

    public PublishersAddOptions(Command command)
    {
        kind.AcceptOnlyFromAmong(Ops, Vendor);
        command.Arguments.Add(owner);
        foreach (var option in new Option[] { kind, name, purpose, contact, reason, config, dryRun })
            command.Options.Add(option);
        command.AddCheck(CheckKind);
    }

    public PublishersAddArguments Read(ParseResult result)
    {
        var added = result.GetValue(owner);
        var kindOf = result.GetValue(kind) == Ops ? PublisherKind.Ops : PublisherKind.Vendor;
        var entry = new PublisherEntry(added, kindOf, result.GetRequiredValue(reason))
        {
            Name = result.GetValue(name) ?? Known(added)?.Publisher,
            Purpose = result.GetValue(purpose),
            Contact = result.GetValue(contact),
        };
        var edit = result.GetValue(dryRun) ? EditKind.DryRun : EditKind.Write;
        return new PublishersAddArguments(result.GetRequiredValue(config), entry, edit);
    }

    /// <summary>Whether an account is inside decides in which list it stands, and nothing here knows the organization.</summary>
    private void CheckKind(CommandResult result)
    {
        // What is no owner is reported by itself, and has no value to ask for.
        var isOwner = result.GetResult(owner)?.Tokens is [var token] && OwnerId.TryParse(token.Value, out _);
        if (!isOwner || result.GetValue(kind) is not null)
            return;
        var added = result.GetValue(owner);
        if (added.Account is { } account && Known(added) is null)
            result.AddError(
                $"is {account} an account of your organization? Say `--kind ops` if it is, `--kind vendor` if it is outside"
            );
    }

    private static KnownPublisher? Known(OwnerId owner) =>
        owner.Account is { } account ? KnownPublishers.Of(account.Value) : null;

    private static Option<string?> Text(string name, string description) =>
        new(name) { Description = description, HelpName = "TEXT" };
}
