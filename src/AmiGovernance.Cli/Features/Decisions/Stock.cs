using AmiGovernance.Aws;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Decisions;

/// <param name="Database">The inventory's file.</param>
/// <param name="DatabaseIsGiven">Then it must be there.</param>
/// <param name="Origin">The configuration that says which images are approved.</param>
internal sealed record StockArguments(string Database, bool DatabaseIsGiven, PolicyOrigin Origin);

/// <summary>What is at hand to name an image's owner and another image instead: the inventory, and the configuration.</summary>
internal sealed class Stock : IDisposable
{
    private readonly OpenInventory? inventory;
    private readonly IInventoryReader? reader;
    private readonly ConfiguredPolicies? enforced;

    private Stock(OpenInventory? inventory, IInventoryReader? reader, ConfiguredPolicies? enforced)
    {
        this.inventory = inventory;
        this.reader = reader;
        this.enforced = enforced;
    }

    /// <summary>Null where it cannot be read; whoever needs it for the answer itself reports why.</summary>
    public GovernanceConfig? Config => enforced?.Config;

    /// <param name="bag">Takes why an inventory that was named cannot be used.</param>
    public static Stock Open(StockArguments arguments, CliContext context, DiagnosticBag bag)
    {
        var isThere = arguments.DatabaseIsGiven || context.Databases.Exists(arguments.Database);
        var found = arguments.DatabaseIsGiven ? bag : new DiagnosticBag();
        var inventory = isThere ? OpenInventory.Open(context.Databases, arguments.Database, found) : null;
        if (!arguments.DatabaseIsGiven)
            context.PrintFindings(found.ToSorted());
        var reader = inventory is null ? null : new InventoryReader(inventory);
        return new Stock(inventory, reader, Enforced(arguments.Origin, context.Files));
    }

    /// <summary>Of somebody else's files.</summary>
    /// <param name="reader">Null for no inventory.</param>
    public static Stock Of(IInventoryReader? reader, PolicyOrigin origin, IFileReader files) =>
        new(null, reader, Enforced(origin, files));

    private static ConfiguredPolicies? Enforced(PolicyOrigin origin, IFileReader files) =>
        files.Exists(origin.ConfigPath) ? Reading.Of(bag => Enforced(origin, files, bag)).IfSound : null;

    /// <summary>What is approved is what enforcement lets through.</summary>
    private static ConfiguredPolicies? Enforced(PolicyOrigin origin, IFileReader files, DiagnosticBag bag) =>
        ConfiguredPolicies.Generate(origin with { Mode = AllowedImagesState.Enabled }, OtherPolicies.None, files, bag);

    public KnownImage? Find(CallInput call)
    {
        RegionName? region = RegionName.TryParse(call.Region ?? "", out var named) ? named : null;
        return call.Image is { } image && reader is not null ? KnownImage.Find(reader, image, region) : null;
    }

    /// <summary>In any Region.</summary>
    public KnownImage? Find(string imageId) => Find(new CallInput { Image = imageId });

    /// <summary>Null without a configuration to judge by.</summary>
    /// <param name="aws">Null when AWS is not asked.</param>
    public async Task<SuggestedImage?> Suggest(
        FindRequest request,
        string? imageId,
        AwsConnection? aws,
        CancellationToken cancel
    )
    {
        if (enforced is null)
            return null;
        var published = aws is null ? null : new PublishedImages(aws.ImageParameters, aws.ImageFacts, aws);
        return await new SuggestImage(new FindImages(enforced.Policies, reader, published)).Run(
            request,
            imageId,
            cancel
        );
    }

    public void Dispose() => inventory?.Dispose();
}
