using System.Text;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Adapters.Watch;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Ports.Watch;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.AcceptanceTests.Features.Watch;

/// <summary>What a watch rests on, of each store: a folder, and a bucket over the wire.</summary>
public sealed class WatchStoreTests : IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-store-");
    private SandboxRig rig = null!;
    private AwsConnection connection = null!;

    public async ValueTask InitializeAsync()
    {
        rig = await SandboxRig.Start();
        connection = rig.Connect(TimeProvider.System);
        using var s3 = rig.S3(WorldGenerator.Management);
        await s3.PutBucketAsync("watch", Cancel);
    }

    private IWatchStore Open(string kind) =>
        kind switch
        {
            "folder" => new FolderWatchStore(folder.FullName, TimeProvider.System),
            "relative folder" => new FolderWatchStore(Relative, TimeProvider.System),
            _ => connection.WatchStore(BucketAddress.Parse("s3://watch/state")!),
        };

    /// <summary>As it is given on the command line.</summary>
    private string Relative => Path.GetRelativePath(Directory.GetCurrentDirectory(), folder.FullName);

    public static TheoryData<string> Kinds => ["folder", "relative folder", "bucket"];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_two_who_write_one_is_told(string kind)
    {
        var store = Open(kind);
        var first = await store.Write("leader", Bytes("one"), null, Cancel);
        Assert.NotNull(first);
        Assert.Null(await store.Write("leader", Bytes("two"), null, Cancel));
        var second = await store.Write("leader", Bytes("two"), first, Cancel);
        Assert.NotNull(second);
        Assert.Null(await store.Write("leader", Bytes("three"), first, Cancel));
        var item = await store.Read("leader", Cancel);
        Assert.Equal(("two", second), (Encoding.UTF8.GetString(item!.Bytes.Span), item.Tag));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_never_written_is_not_there_and_cannot_be_replaced(string kind)
    {
        var store = Open(kind);
        Assert.Null(await store.Read("state.json", Cancel));
        Assert.Null(await store.Write("state.json", Bytes("{}"), "\"0\"", Cancel));
        Assert.Empty(await store.List("", Cancel));
        await store.Delete("state.json", Cancel);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_kept_is_listed_until_it_is_deleted(string kind)
    {
        var store = Open(kind);
        store.Keep("record/deployments/2.jsonl", Bytes("b"));
        store.Keep("record/deployments/1.jsonl", Bytes("a"));
        store.Keep("record/deployments/1.jsonl", Bytes("aa"));
        store.Keep("state.json", Bytes("{}"));
        Assert.Equal(["record/deployments/1.jsonl", "record/deployments/2.jsonl"], await store.List("record/", Cancel));
        await store.Delete("record/deployments/2.jsonl", Cancel);
        Assert.Equal(["record/deployments/1.jsonl"], await store.List("record/", Cancel));
        Assert.Equal(2, (await store.Read("record/deployments/1.jsonl", Cancel))!.Bytes.Length);
    }

    [Fact]
    public async Task The_age_is_by_the_clock_of_the_bucket()
    {
        var store = Open("bucket");
        rig.World.ClockOffset = TimeSpan.FromHours(-1);
        store.Keep("leader", Bytes("one"));
        rig.World.ClockOffset += TimeSpan.FromMinutes(10);
        Assert.Equal(TimeSpan.FromMinutes(10), (await store.Read("leader", Cancel))!.Age);
        Assert.True(store.Ahead < TimeSpan.FromMinutes(-30));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_a_failure_and_no_empty_store()
    {
        var store = connection.WatchStore(BucketAddress.Parse("s3://nowhere/state")!);
        await Assert.ThrowsAsync<WatchStoreException>(() => store.Read("state.json", Cancel));
        await Assert.ThrowsAsync<WatchStoreException>(() => store.Write("state.json", Bytes("{}"), null, Cancel));
        Assert.Throws<WatchStoreException>(() => store.Keep("state.json", Bytes("{}")));
    }

    [Fact]
    public async Task Nothing_outside_the_folder_is_read() =>
        await Assert.ThrowsAsync<WatchStoreException>(() => Open("folder").Read("../secret", Cancel));

    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        await rig.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
