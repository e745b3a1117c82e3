using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>A world as a file: nothing is lost on the way, and what cannot be is reported.</summary>
public sealed class WorldFileTests
{
    private static SandboxWorld Read(byte[] bytes)
    {
        var bag = new DiagnosticBag();
        var world = WorldReader.Read(new SourceText("sandbox.json", bytes), TimeProvider.System, bag);
        Assert.True(world is not null, string.Join('\n', bag.ToSorted().Select(d => d.Message)));
        return world;
    }

    [Fact]
    public async Task What_calls_have_made_is_there_again_after_writing_and_reading()
    {
        await using var rig = await SandboxRig.Start(regions: 2);
        var world = rig.World;
        rig.Attach(
            OrganizationPolicyType.DeclarativePolicyEc2,
            """{"ec2_attributes":{"image_block_public_access":{"state":{"@@assign":"block_new_sharing"}}}}"""
        );
        world.TrustedServices.Add("ec2.amazonaws.com");
        world.DelegatedAdministrators.Add((AccountId.Parse(WorldGenerator.GoldenImages), "ec2.amazonaws.com"));
        world.ClockOffset = TimeSpan.FromDays(3);
        (world.PolicyLag, world.ReadLag) = (new Lag(TimeSpan.FromMinutes(5)), new Lag(TimeSpan.Zero, 2));
        world.Roles[(AccountId.Parse(SandboxRig.Workload), "team/Auditor")] = SandboxRole
            .Read(
                """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"}]}"""
            )
            .Sound with
        {
            Trusts = [WorldGenerator.Observability],
            MaximumSession = TimeSpan.FromHours(2),
        };
        world.Ec2.Put(
            rig.Image(SandboxRig.Workload) with
            {
                Description = "\u202E<b>=1+1",
                State = "disabled",
                Architecture = "arm64",
                ProductCodes = ["abc"],
                DeregistrationProtection = true,
                DeprecationTime = world.Now,
                Watermarks = [new("123456738923:approved", "us-east-1", world.Now, world.Now)],
            }
        );
        world.Ec2.Settings[SandboxText.Place(SandboxRig.Workload, "eu-west-1")] = new RegionSettings
        {
            States = new RegionSettings()
                .With(AmiGovernance.Core.Policies.Declarative.DeclarativeAttributes.ImageBlockPublicAccess, "unblocked")
                .States,
            AllowedImages = AmiGovernance.Core.Policies.Declarative.AllowedImagesState.AuditMode,
            Criteria = [new(["amazon"], new() { ImageNames = ["al2023-*"], MaximumDaysSinceCreated = 30 })],
        };
        using (var wire = rig.Wire())
        {
            await wire.Send("s3", HttpMethod.Put, "/kept", []);
            await wire.Json("ssm", "PutParameter", """{"Name":"/a","Value":"b","Type":"String"}""");
            await wire.Query(
                "cloudwatch",
                "PutDashboard",
                "DashboardName=d&DashboardBody=%7B%22widgets%22%3A%5B%5D%7D"
            );
            await wire.Json(
                "organizations",
                "TagResource",
                """{"ResourceId":"r-a1b2","Tags":[{"Key":"k","Value":"v"}]}"""
            );
        }
        var bytes = WorldWriter.Write(world);
        Assert.Equal(
            System.Text.Encoding.UTF8.GetString(bytes),
            System.Text.Encoding.UTF8.GetString(WorldWriter.Write(Read(bytes)))
        );
        var again = Read(bytes);
        Assert.Equal(
            world.Ec2.Images.Select(i => (i.Id, i.Name, i.Encrypted, i.LaunchPermissions.Length)),
            again.Ec2.Images.Select(i => (i.Id, i.Name, i.Encrypted, i.LaunchPermissions.Length))
        );
        Assert.NotNull(again.Roles[(AccountId.Parse(SandboxRig.Workload), "team/Auditor")].Permissions);
    }

    [Fact]
    public async Task The_same_size_and_seed_give_the_same_world_and_another_seed_another()
    {
        await using var rig = await SandboxRig.Start(images: 5);
        await using var same = await SandboxRig.Start(images: 5);
        Assert.Equal(WorldWriter.Write(rig.World), WorldWriter.Write(same.World));
        Assert.NotEqual(
            WorldWriter.Write(rig.World),
            WorldWriter.Write(WorldGenerator.Create(new WorldSize(12, 1, 5, Seed: 2), TimeProvider.System))
        );
    }

    [Fact]
    public async Task State_goes_on_after_a_restart_with_the_objects_of_its_buckets()
    {
        var folder = Directory.CreateTempSubdirectory("amigov-state-").FullName;
        try
        {
            await using var rig = await SandboxRig.Start();
            var state = new SandboxState(folder);
            Assert.False(state.Exists);
            state.Adopt(rig.World);
            using var wire = rig.Wire();
            await wire.Send("s3", HttpMethod.Put, "/kept", []);
            await wire.Send("s3", HttpMethod.Put, "/kept/a/b.txt", "hello"u8.ToArray());
            Assert.Equal(
                "KeyTooLongError",
                new string([
                    .. (await wire.Send("s3", HttpMethod.Put, "/kept/..%2F..%2Fescaped", []))
                        .Text.SkipWhile(c => c != 'K')
                        .TakeWhile(c => c != '<'),
                ])
            );
            state.Save(rig.World);
            var bag = new DiagnosticBag();
            var again = state.Load(
                new SourceText(state.WorldFile, File.ReadAllBytes(state.WorldFile)),
                TimeProvider.System,
                bag
            );
            Assert.NotNull(again);
            Assert.Equal("hello"u8.ToArray(), again.Buckets.Find("kept")!.Objects.Find("a/b.txt")!.Content.ToArray());
            Assert.Equal(["a/b.txt"], again.Buckets.Find("kept")!.Objects.Keys("a/"));
            Assert.Equal(["sandbox.json"], Directory.GetFiles(folder).Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_folder_bucket_lets_no_key_lead_out_of_it()
    {
        var objects = new FolderObjects("/nowhere");
        foreach (var key in new[] { "../x", "a/../../x", "/etc/passwd", "a//b", "a/./b", "a\0b", "..\\x" })
            Assert.Null(objects.Find(key));
    }
}
