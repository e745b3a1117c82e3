using System.Collections.Immutable;
using Amazon.Runtime;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Support;

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

    /// <summary>Puts something between the scan and the inventory.</summary>
    public Func<IImageStore, IImageStore> Wrap { get; set; } = s => s;

    public DiagnosticBag Bag { get; } = new();

    public static Task<ScanBench> Start(int accounts, int regions, int images) =>
        Start(WorldGenerator.Create(new WorldSize(accounts, regions, images), TimeProvider.System));

    public static async Task<ScanBench> Start(SandboxWorld world) =>
        new(await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken));

    /// <summary>The images of the accounts that can be read, as the world has them.</summary>
    public IEnumerable<SandboxImage> Own =>
        World.Ec2.Images.Where(i => World.Organization.Account(i.OwnerId) is { State: AccountState.Active });

    /// <summary>That the inventory says of every image what the world does.</summary>
    public void AssertExact()
    {
        Assert.Equal(
            Sorted(
                Own.Select(i =>
                    $"{i.OwnerId}|{i.Region}|{i.Id}|{i.Name}|{(i.IsPublic ? 1 : 0)}|{(i.Encrypted ? 1 : 0)}"
                )
            ),
            Sorted(
                Rows(
                    "SELECT account, region, image_id, name, public, encrypted FROM images WHERE until_scan IS NULL AND owner = account"
                )
            )
        );
        Assert.Equal(
            Sorted(Own.Where(i => i.IsPublic).Select(i => i.Id.Value)),
            Sorted(Rows("SELECT image_id FROM findings WHERE kind = 'public' AND until_scan IS NULL"))
        );
    }

    public static string[] Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];

    public static ScanRequest Request(ScanDepth depth) =>
        new(depth, [], [], Resume: false)
        {
            Naming = NamingConvention.Of("{org}-{os}-{version}-{purpose}-{date}"),
            AtOnce = 32,
        };

    public AwsConnection Connect() =>
        new(
            Settings(
                new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole)
                {
                    Endpoint = Server.Address,
                    Credentials = new BasicAWSCredentials(
                        CredentialStore.AdministratorKey(World.Organization.ManagementAccount),
                        CredentialStore.AdministratorSecret
                    ),
                }
            ),
            TimeProvider.System
        );

    public async Task<ScanRecord?> Scan(
        ScanRequest request,
        CancellationToken? cancel = null,
        IProgress<ScanProgress>? progress = null
    )
    {
        using var connection = Connect();
        using var store = Store();
        return await new ScanImages(
            connection.Organizations,
            connection,
            Between(connection.ImageReader),
            Wrap(store),
            TimeProvider.System,
            progress
        ).Run(request, Bag, cancel ?? TestContext.Current.CancellationToken);
    }

    public ImageStore Store() =>
        new("inventory.db", new DatabaseFolder(folder).Open("inventory.db", ImageInventorySchema.Schema, Bag)!);

    public ImmutableArray<RegionScan> Ledger()
    {
        using var store = Store();
        return store.Ledger(store.LastScan!.Number);
    }

    /// <summary>The rows of a query, their cells joined by `|`.</summary>
    public string[] Rows(string sql)
    {
        using var connection = new DatabaseFolder(folder).Open("inventory.db", ImageInventorySchema.Schema, Bag)!;
        return [.. ReadOnlySql.Ask(connection, sql).Rows.Select(r => string.Join('|', r))];
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
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
