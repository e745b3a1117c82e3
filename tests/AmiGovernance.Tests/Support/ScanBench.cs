using System.Collections.Immutable;
using Amazon.Runtime;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Databases;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Images.Naming;
using AmiGovernance.Core.Operations.Images;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Tests.Support;

/// <summary>An organization in the sandbox, and an inventory in a file of its own.</summary>
internal sealed class ScanBench : IAsyncDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"amigov-test-{Guid.NewGuid():N}");

    private ScanBench(SandboxServer server) => Server = server;

    public SandboxServer Server { get; }

    public SandboxWorld World => Server.World;

    /// <summary>Such as the role to assume, or how long to wait.</summary>
    public Func<AwsSettings, AwsSettings> Settings { get; set; } = s => s;

    /// <summary>Puts something between the scan and AWS.</summary>
    public Func<IImageReader, IImageReader> Between { get; set; } = r => r;

    public DiagnosticBag Bag { get; } = new();

    public static async Task<ScanBench> Start(int accounts, int regions, int images) =>
        new(await SandboxServer.Start(WorldGenerator.Create(new WorldSize(accounts, regions, images), TimeProvider.System), cancel: TestContext.Current.CancellationToken));

    public static ScanRequest Request(ScanDepth depth) => new(depth, [], [], Resume: false) { Naming = NamingConvention.Of("{org}-{os}-{version}-{purpose}-{date}"), AtOnce = 32 };

    public AwsConnection Connect() =>
        new(Settings(new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole) { Endpoint = Server.Address, Credentials = new BasicAWSCredentials(CredentialStore.AdministratorKey(World.Organization.ManagementAccount.Value), CredentialStore.AdministratorSecret) }), TimeProvider.System);

    public async Task<ScanRecord?> Scan(ScanRequest request, CancellationToken? cancel = null, IProgress<ScanProgress>? progress = null)
    {
        using var connection = Connect();
        using var store = Store();
        return await new ScanImages(connection.Organizations, connection, Between(connection.ImageReader), store, TimeProvider.System, progress).Run(request, Bag, cancel ?? TestContext.Current.CancellationToken);
    }

    public ImageStore Store() => new("inventory.db", new DatabaseFolder(folder).Open("inventory.db", ImageInventorySchema.Schema, Bag)!);

    public ImmutableArray<RegionScan> Ledger()
    {
        using var store = Store();
        return store.Ledger(store.LastScan!.Number);
    }

    /// <summary>The rows of a query, their cells joined by `|`.</summary>
    public string[] Rows(string sql)
    {
        using var connection = new DatabaseFolder(folder).Open("inventory.db", ImageInventorySchema.Schema, Bag)!;
        return [.. new InventoryQueries(connection).ReadOnly(sql).Rows.Select(r => string.Join('|', r))];
    }

    public ImmutableArray<InventoryChange> Changes(long since)
    {
        using var connection = new DatabaseFolder(folder).Open("inventory.db", ImageInventorySchema.Schema, Bag)!;
        using var store = Store();
        return new InventoryChanges(connection).Since(since, store.LastScan!.Number);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
