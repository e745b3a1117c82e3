using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Calibration;

/// <summary>What is removed, when, and what is said of it.</summary>
public sealed class CleanUpTests : IDisposable
{
    private const string Others = $"{CleanUpCalibration.NamePrefix}0101x000000-plain";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly CalibrationBench bench = new();
    private readonly Amigov amigov = new();

    public CleanUpTests() => amigov.Sandbox = bench.Server;

    public void Dispose()
    {
        amigov.Dispose();
        bench.Dispose();
    }

    /// <summary>Of another run, which may be in the middle of it.</summary>
    private void AddPolicyOfAnother() =>
        bench.World.Organization = bench.World.Organization with
        {
            Policies = bench.World.Organization.Policies.Add(
                new OrganizationPolicy("p-12345678", Others, OrganizationPolicyType.ServiceControlPolicy, "{}")
            ),
        };

    private SandboxImage AddImageOfAnother()
    {
        var tags = TagSets.None.SetItem(CleanUpCalibration.Tag, "0101x000000");
        var image = new SandboxImage(
            ImageId.Parse("ami-0a1b2c3d4e5f60720"),
            RegionName.Parse("us-east-1"),
            CalibrationBench.Second,
            "of another run",
            bench.World.Now
        )
        {
            Tags = tags,
            SnapshotTags = tags,
        };
        bench.World.Ec2.Put(image);
        return image;
    }

    private (int ExitCode, string Out, string Error) Calibrate(params string[] more) =>
        amigov.Run(["calibrate", "--account", CalibrationBench.Throwaway.Value, .. more]);

    [Fact]
    public async Task A_run_removes_nothing_of_another()
    {
        AddPolicyOfAnother();
        var image = AddImageOfAnother();
        var result = await bench.Run(cancel: Cancel);
        Assert.Empty(result.Left);
        Assert.Equal([Others, image.Id.Value], bench.Left());
        Assert.Equal(
            [$"policy {Others} deleted", $"image {image.Id} deregistered", $"snapshot {image.SnapshotId} deleted"],
            (await bench.CleanUp()).Removed
        );
    }

    [Fact]
    public void Two_at_once_are_refused()
    {
        AddPolicyOfAnother();
        var (code, _, error) = Calibrate("--yes");
        Assert.Equal(1, code);
        Assert.Contains($"`{Others}` is there: another calibration runs, or left it", error, StringComparison.Ordinal);
        Assert.Contains("--clean-up", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 0)]
    public void What_is_to_be_removed_is_shown_and_asked_about(bool yes, int expected)
    {
        AddPolicyOfAnother();
        var (code, output, _) = Calibrate(["--clean-up", .. yes ? (string[])["--yes"] : []]);
        Assert.Equal(expected, code);
        Assert.Contains("320987654321 in us-east-1, to be:", output, StringComparison.Ordinal);
        Assert.Contains($"  policy {Others} deleted", output, StringComparison.Ordinal);
        Assert.Equal(yes ? [] : [Others], bench.Left());
    }

    /// <summary>A run was killed, and then somebody moved the account by hand.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_unit_is_found_wherever_it_stands(bool isHeld)
    {
        const string Unit = "ou-c4l1-leftalone";
        var organization = bench.World.Organization;
        var second = organization.Accounts.First(a => a.Id == CalibrationBench.Second);
        bench.World.Organization = organization with
        {
            Units = organization.Units.Add(
                new OrganizationalUnit(Unit, $"{CleanUpCalibration.NamePrefix}0101x000000", organization.RootId)
            ),
            Accounts = isHeld
                ? organization.Accounts.Replace(second, second with { ParentId = Unit })
                : organization.Accounts,
        };
        var (code, output, error) = Calibrate("--clean-up", "--yes");
        Assert.True(code == (isHeld ? 1 : 0), output + error);
        Assert.Equal(isHeld, bench.World.Organization.Units.Any(u => u.Id == Unit));
        Assert.Equal(isHeld, error.Contains("OrganizationalUnitNotEmptyException", StringComparison.Ordinal));
    }

    /// <summary>The accounts are named in whatever order; a unit that holds one of them cannot be deleted.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Both_accounts_are_cleaned_up(bool swapped)
    {
        var run = bench.Run(
            new BetweenCalls(bench.Connection.Experiments)
            {
                KillsAt = "organizations:AttachPolicy",
                KillsAfterTimes = 3,
            },
            Cancel
        );
        await Assert.ThrowsAsync<KilledException>(() => run);
        Assert.Contains(
            bench.World.Organization.Units,
            u => u.Name.StartsWith(CleanUpCalibration.NamePrefix, StringComparison.Ordinal)
        );
        var (first, second) = (CalibrationBench.Throwaway.Value, CalibrationBench.Second.Value);
        var (code, output, error) = amigov.Run([
            "calibrate",
            "--account",
            swapped ? second : first,
            "--second-account",
            swapped ? first : second,
            "--clean-up",
            "--yes",
        ]);
        Assert.True(code == 0, output + error);
        Assert.Empty(bench.Left());
    }

    /// <summary>The account may stand in a unit of a calibration.</summary>
    [Theory]
    [InlineData("organizations:ListParents")]
    [InlineData("organizations:DescribeOrganizationalUnit")]
    public async Task Where_the_account_stands_must_be_known(string action)
    {
        var lacking = new BetweenCalls(bench.Connection.Experiments) { Lacks = action };
        var (_, left) = await new CleanUpCalibration(lacking, [CalibrationBench.Throwaway]).Run(Cancel);
        Assert.StartsWith($"not looked at: {action}: ", Assert.Single(left), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cassette.json")]
    [InlineData("cassette.json.sig")]
    public void What_was_measured_before_is_not_overwritten(string path)
    {
        amigov.With(path, "kept");
        var (code, _, error) = Calibrate("--yes", "--experiment", "launch-denied");
        Assert.Equal(1, code);
        Assert.Contains($"{path}: error AMI1140", error, StringComparison.Ordinal);
        Assert.Equal("kept", amigov.Text(path));
        Assert.Equal(0, bench.Server.Requests);
    }
}
