using System.CommandLine;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="Need">As a person wrote it.</param>
/// <param name="Account">Null for any that no policy names.</param>
/// <param name="DatabaseIsGiven">Then it must be there.</param>
/// <param name="Tool">Null for no code.</param>
/// <param name="Live">How AWS is reached; null when it is not asked.</param>
internal sealed record FindArguments(
    string Need,
    RegionName Region,
    AccountId? Account,
    string Database,
    bool DatabaseIsGiven,
    string Config,
    SnippetTool? Tool,
    AwsSettings? Live,
    IReadOnlyList<OutputTarget> Targets
);

/// <summary>Finds approved images for a need.</summary>
internal static class ImagesFindCommand
{
    public static Command Create(CliContext context)
    {
        var options = new FindOptions();
        var command = new HelpedCommand(
            "find",
            "Find approved images for a need, the newest first, and the code that names them",
            new CommandHelp("amigov images find \"ubuntu 24.04 arm64\" --region eu-west-1 --for terraform", "images")
        );
        options.AddTo(command);
        command.SetAction((result, cancel) => Run(options.Read(result), context, cancel));
        return command;
    }

    internal static async Task<int> Run(FindArguments arguments, CliContext context, CancellationToken cancel)
    {
        if (NeedReader.Read(arguments.Need, out var problem) is not { } need)
        {
            context.Error.WriteLine(problem);
            return ExitCodes.BadCommandLine;
        }
        var bag = new DiagnosticBag();
        using var inventory = Inventory(arguments, context, bag);
        var origin = new PolicyOrigin(arguments.Config, context.Time.Today(), AllowedImagesState.Enabled);
        var policies = ConfiguredPolicies.Generate(origin, OtherPolicies.None, context.Files, bag);
        context.PrintFindings(bag.ToSorted());
        if (policies is null || bag.HasErrors)
            return ExitCodes.Errors;

        using var connection = arguments.Live is { } settings ? context.Connect(settings) : null;
        var published = connection is null
            ? null
            : new PublishedImages(connection.ImageParameters, connection.ImageFacts, connection);
        var stock = inventory is null ? null : new InventoryReader(inventory);
        var request = new FindRequest(need, arguments.Region, arguments.Account, context.Time.GetUtcNow());
        var found = await new FindImages(policies.Policies, stock, published).Run(request, cancel);
        var view = new FindView(found, arguments.Tool);
        var written = TableOutput.Write(context, arguments.Targets, view.Render);
        return written == ExitCodes.Done ? ExitCode(found) : written;
    }

    /// <summary>One that nobody named may be missing.</summary>
    private static OpenInventory? Inventory(FindArguments arguments, CliContext context, DiagnosticBag bag) =>
        arguments.DatabaseIsGiven || context.Databases.Exists(arguments.Database)
            ? OpenInventory.Open(context.Databases, arguments.Database, bag)
            : null;

    private static int ExitCode(FoundImages found)
    {
        if (found.IsIncomplete)
            return ExitCodes.Incomplete;
        return found.Approved.IsEmpty ? ExitCodes.No : ExitCodes.Done;
    }
}
