using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Tests.Features.Catalog;

/// <summary>An inventory and AWS's answers in memory.</summary>
internal sealed class Shelf : IInventoryReader, IImageParameterReader, IImageFactsReader, IAwsIdentity
{
    public static readonly RegionName Region = RegionName.Parse("eu-west-1");
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
    public const string Ops = "123456738923";

    public List<InventoriedImage> Images { get; } = [];

    public Dictionary<string, ImageFacts> Parameters { get; } = new(StringComparer.Ordinal);

    public bool Fails { get; set; }

    public ScanRecord Scan => new(1, Now.AddDays(-1), Now, ScanDepth.Full, "o-abcdefghij");

    public ScanDepth Depth { get; set; } = ScanDepth.Full;

    /// <summary>By account.</summary>
    public Dictionary<string, string> Parents { get; } = new() { ["333344445555"] = "ou-ab12-workload" };

    public ScanDepth DepthIn(RegionName region) => Depth;

    public string? ParentOf(AccountId account) => Parents.GetValueOrDefault(account.Value);

    public ImmutableArray<RegionScan> Ledger { get; set; } = [new(AccountId.Parse(Ops), Region, Coverage.Read, Now)];

    public ImmutableArray<InventoriedImage> Find(string imageId) => [.. Images.Where(i => i.ImageId.Value == imageId)];

    public ImmutableArray<InventoriedImage> In(RegionName region) => [.. Images.Where(i => i.Region == region)];

    /// <summary>Puts an image of its owner there.</summary>
    /// <param name="number">The last digits of its id.</param>
    public Shelf With(
        int number,
        string owner,
        string name,
        string created,
        Func<InventoriedImage, InventoriedImage>? change = null
    )
    {
        var id = ImageId.Parse(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ami-{number:x17}"));
        var image = new InventoriedImage(AccountId.Parse(owner), Region, id)
        {
            Owner = AccountId.Parse(owner),
            Name = name,
            CreationDate = DateTimeOffset.Parse(created, System.Globalization.CultureInfo.InvariantCulture),
        };
        Images.Add(change is null ? image : change(image));
        return this;
    }

    public Task<ImmutableArray<NamedImage>> FindParameters(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    ) => throw new NotSupportedException();

    public Task<ImmutableArray<NamedImage>> GetParameters(
        AccountId account,
        RegionName region,
        ImmutableArray<string> names,
        CancellationToken cancel
    )
    {
        if (Fails)
            throw new AwsException(
                new AwsFailure
                {
                    Operation = "ssm:GetParameters",
                    Code = "AccessDenied",
                    Message = "no",
                }
            );
        return Task.FromResult<ImmutableArray<NamedImage>>([
            .. names.Where(Parameters.ContainsKey).Select(n => new NamedImage(n, Parameters[n].ImageId!)),
        ]);
    }

    public Task<ImmutableArray<ImageFacts>> DescribeImages(
        AccountId account,
        RegionName region,
        ImmutableArray<ImageId> images,
        CancellationToken cancel
    ) =>
        Task.FromResult<ImmutableArray<ImageFacts>>([
            .. Parameters.Values.Where(f => images.Any(i => i.Value == f.ImageId)),
        ]);

    public Task<CallerDetails> GetCallerIdentity(CancellationToken cancel) =>
        Task.FromResult(new CallerDetails(AccountId.Parse(Ops), $"arn:aws:iam::{Ops}:user/me"));

    /// <summary>By the policies that an enforced organization has.</summary>
    public Task<FoundImages> Search(string need, string? account = null, bool asks = false, bool hasInventory = true)
    {
        var wanted = NeedReader.Read(need, out var problem);
        Assert.Null(problem);
        var published = asks ? new PublishedImages(this, this, this) : null;
        var request = new FindRequest(wanted!, Region, account is null ? null : AccountId.Parse(account), Now);
        return new FindImages(Policies(Samples.Governance), hasInventory ? this : null, published).Run(
            request,
            TestContext.Current.CancellationToken
        );
    }

    public static PolicySet Policies(string configuration)
    {
        var files = new InMemoryFileStore();
        files.Files[Samples.ConfigPath] = System.Text.Encoding.UTF8.GetBytes(configuration);
        var bag = new DiagnosticBag();
        var origin = new PolicyOrigin(Samples.ConfigPath, new DateOnly(2026, 11, 24), AllowedImagesState.Enabled);
        var policies = ConfiguredPolicies.Generate(origin, OtherPolicies.None, files, bag);
        Assert.False(bag.HasErrors);
        return policies!.Policies;
    }
}
