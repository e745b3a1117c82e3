using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Tests.Features.Decisions;

public sealed class ExplainCallTests
{
    private const string Account = "333344445555";
    private const string Management = "111122223333";
    private const string Stranger = "999988887777";
    private const string ImageId = "ami-0123456789abcdef0";

    private static readonly CallDefaults Defaults = new(
        RegionName.Parse("us-east-1"),
        new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero)
    );

    private readonly InMemoryFileStore files = new();

    public ExplainCallTests()
    {
        files.Files[Samples.ConfigPath] = System.Text.Encoding.UTF8.GetBytes(Samples.Governance);
        var request = new GenerateRequest(
            Samples.ConfigPath,
            "dist",
            new DateOnly(2026, 11, 24),
            AllowedImagesState.Enabled,
            CheckOnly: false
        );
        GeneratePolicies.Run(request, files, new DiagnosticBag());
    }

    [Fact]
    public async Task A_folder_decides_when_nothing_else_is_named()
    {
        var outcome = await Run(Request(Stranger));
        Assert.NotNull(outcome.Explanation);
        Assert.False(outcome.Explanation.IsAllowed);
        Assert.Empty(outcome.Explanation.Levels);
    }

    [Fact]
    public async Task A_folder_without_policies_is_reported()
    {
        var bag = new DiagnosticBag();
        var outcome = await Run(Request(Stranger) with { Folder = "elsewhere" }, bag: bag);
        Assert.Equal((null, null), (outcome.Explanation, outcome.Problem));
        Assert.True(bag.HasErrors);
    }

    [Fact]
    public async Task An_image_without_an_owner_is_looked_up_where_AWS_can_be_asked()
    {
        var live = new FakeAccount { Image = new ImageFacts("137112412989", "amazon") { Name = "al2023" } };
        var outcome = await Run(Request(owner: null), live);
        var call = Assert.IsType<Explanation>(outcome.Explanation).Call;
        Assert.Equal(
            ("amazon", "137112412989", "eu-west-1"),
            (call.ImageOwner, call.ImageOwnerAccount, call.Region.Value)
        );
    }

    [Fact]
    public async Task An_owner_that_was_given_is_not_looked_up()
    {
        var live = new FakeAccount { Image = new ImageFacts("137112412989", "amazon") };
        var outcome = await Run(Request(Stranger), live);
        Assert.Equal(Stranger, outcome.Explanation?.Call.ImageOwner);
        Assert.Equal(0, live.Lookups);
    }

    [Fact]
    public async Task An_image_that_the_account_does_not_see_leaves_the_owner_open()
    {
        var outcome = await Run(Request(owner: null), new FakeAccount());
        Assert.Null(outcome.Problem);
        Assert.NotNull(outcome.Explanation);
        Assert.Null(outcome.Explanation.Call.ImageOwner);
    }

    [Fact]
    public async Task A_Region_that_is_none_is_not_asked_and_is_a_problem()
    {
        var live = new FakeAccount { Image = new ImageFacts(Stranger, null) };
        var request = Request(owner: null);
        var outcome = await Run(request with { Call = request.Call with { Region = "Frankfurt" } }, live);
        Assert.Null(outcome.Explanation);
        Assert.Equal(0, live.Lookups);
    }

    [Fact]
    public async Task The_policies_that_reach_the_account_decide_before_those_of_the_folder()
    {
        var outcome = await Run(Request(Stranger), new FakeAccount());
        Assert.True(outcome.Explanation?.IsAllowed);
        Assert.Equal(["r-ab12", Account], outcome.Explanation?.Levels);
    }

    [Fact]
    public async Task An_organization_file_decides_and_knows_the_management_account()
    {
        files.Files["org.json"] = OrganizationWriter.Write(FakeAccount.Organization);
        var request = Request(Stranger) with { OrganizationPath = "org.json" };
        var member = await Run(request);
        var management = await Run(request with { Call = request.Call with { Account = Management } });
        Assert.True(member.Explanation?.ScpApplies);
        Assert.False(management.Explanation?.ScpApplies);
    }

    [Fact]
    public async Task An_account_of_another_organization_is_a_problem()
    {
        files.Files["org.json"] = OrganizationWriter.Write(FakeAccount.Organization);
        var request = Request(Stranger) with { OrganizationPath = "org.json" };
        var outcome = await Run(request with { Call = request.Call with { Account = "444455556666" } });
        Assert.Equal("account 444455556666 is not in the organization of `org.json`", outcome.Problem?.Message);
    }

    private static ExplainRequest Request(string? owner) =>
        new()
        {
            Call = new CallInput
            {
                Account = Account,
                Image = ImageId,
                ImageOwner = owner,
            },
            Folder = "dist",
        };

    private Task<ExplainOutcome> Run(ExplainRequest request, ILiveAccount? live = null, DiagnosticBag? bag = null) =>
        new ExplainCall(files, live, Defaults).Run(
            request,
            bag ?? new DiagnosticBag(),
            TestContext.Current.CancellationToken
        );

    private sealed class FakeAccount : ILiveAccount
    {
        public static readonly Organization Organization = new()
        {
            Id = "o-abc1234567",
            ManagementAccount = AccountId.Parse(Management),
            RootId = "r-ab12",
            Accounts =
            [
                new OrganizationAccount(AccountId.Parse(Management), "management", "r-ab12"),
                new OrganizationAccount(AccountId.Parse(Account), "workload", "r-ab12"),
            ],
            Policies = [OrganizationPolicy.FullAwsAccess],
            Attachments =
            [
                new PolicyAttachment("r-ab12", OrganizationPolicy.FullAwsAccessId),
                new PolicyAttachment(Management, OrganizationPolicy.FullAwsAccessId),
                new PolicyAttachment(Account, OrganizationPolicy.FullAwsAccessId),
            ],
        };

        public ImageFacts? Image { get; init; }

        public int Lookups { get; private set; }

        public RegionName Region => RegionName.Parse("eu-west-1");

        public Task<ImageFacts?> FindImage(RegionName region, string imageId, CancellationToken cancel)
        {
            Lookups++;
            return Task.FromResult(Image);
        }

        public Task<Organization> ReadPolicies(AccountId account, CancellationToken cancel) =>
            Task.FromResult(Organization);
    }
}
