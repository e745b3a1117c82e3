using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>The policies of docs/reference/permissions.md, on roles that may do nothing else, and then less than that.</summary>
public sealed partial class ImagePermissionsTests : IDisposable
{
    private const string Auditor = "Auditor",
        Security = "Security",
        Scanner = "ImageScanner",
        Remediator = "ImageRemediator";

    private readonly Amigov amigov = new();
    private readonly SandboxWorld world;

    public ImagePermissionsTests()
    {
        world = WorldGenerator.Create(new WorldSize(8, 1, 2), new Amigov.FixedTime(amigov.Now));
        foreach (
            var (owner, i) in new[] { WorldGenerator.Management, WorldGenerator.Observability }.Select((o, i) => (o, i))
        )
            world.Ec2.Put(
                new SandboxImage(
                    ImageId.Parse($"ami-{i:x17}"),
                    RegionName.Parse("us-east-1"),
                    AccountId.Parse(owner),
                    $"image-{i}",
                    world.Now
                )
                {
                    LaunchPermissions = [LaunchPermission.Public],
                    Encrypted = false,
                }
            );
    }

    public void Dispose() => amigov.Dispose();

    /// <summary>
    /// The JSON blocks of the section, in order: who scans, the role for it in each account, who makes private, the role for that.
    /// </summary>
    private static string[] Policies()
    {
        var page = File.ReadAllText(RepositoryRoot.File("docs", "reference", "permissions.md"));
        var blocks = Block()
            .Matches(page[page.IndexOf("## Policies for images", StringComparison.Ordinal)..])
            .Select(m => m.Groups[1].Value)
            .ToArray();
        Assert.Equal(4, blocks.Length);
        return blocks;
    }

    private async Task Start(string[] policies)
    {
        world.Roles.Clear();
        world.Roles[(AccountId.Parse(WorldGenerator.Management), Auditor)] = SandboxRole.Read(policies[0]).Sound;
        world.Roles[(AccountId.Parse(WorldGenerator.Management), Security)] = SandboxRole.Read(policies[2]).Sound;
        foreach (
            var account in world.Organization.Accounts.Where(a =>
                a.State == AccountState.Active && a.Id.Value != WorldGenerator.Management
            )
        )
        {
            world.Roles[(account.Id, Scanner)] = SandboxRole.Read(policies[1]).Sound;
            world.Roles[(account.Id, Remediator)] = SandboxRole.Read(policies[3]).Sound;
        }
        amigov.Sandbox ??= await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        await As(Auditor);
    }

    private async Task As(string role)
    {
        using var sts = new AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials(
                CredentialStore.AdministratorKey(AccountId.Parse(WorldGenerator.Management)),
                CredentialStore.AdministratorSecret
            ),
            new AmazonSecurityTokenServiceConfig
            {
                ServiceURL = amigov.Sandbox!.Address.ToString(),
                AuthenticationRegion = "us-east-1",
            }
        );
        amigov.Credentials = (
            await sts.AssumeRoleAsync(
                new AssumeRoleRequest
                {
                    RoleArn = $"arn:aws:iam::{WorldGenerator.Management}:role/{role}",
                    RoleSessionName = "test",
                },
                TestContext.Current.CancellationToken
            )
        ).Credentials;
    }

    [Fact]
    public async Task With_nothing_but_the_policies_of_the_reference_scan_and_remediation_work()
    {
        await Start(Policies());
        Works("images", "scan", "--role-name", Scanner);
        Assert.Equal(
            world
                .Ec2.Images.Where(i => i.IsPublic && world.Organization.Accounts.Any(a => a.Id == i.OwnerId))
                .Select(i => i.Id.Value)
                .Order(StringComparer.Ordinal),
            JsonNode.Parse(amigov.Run("images", "list", "--finding", "public", "--output", "json").Out)!["images"]!
                .AsArray()
                .Select(i => (string)i!["image_id"]!)
                .Order(StringComparer.Ordinal)
        );

        // Who scans changes nothing.
        await As(Security);
        Decide("--ask-for-usage-reports", "--role-name", Remediator);
        await As(Auditor);
        var refused = amigov.Run("images", "remediate", "--yes", "--role-name", Scanner);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("ec2:ModifyImageAttribute: UnauthorizedOperation", refused.Error, StringComparison.Ordinal);

        await As(Security);
        Works("images", "remediate", "--yes", "--role-name", Remediator);
        Assert.DoesNotContain(
            world.Ec2.Images,
            i => i.IsPublic && world.Organization.Accounts.Any(a => a.Id == i.OwnerId)
        );
        foreach (var owner in new[] { WorldGenerator.Management, WorldGenerator.Observability })
            world.Ec2.Settings[SandboxText.Place(owner, "us-east-1")] = new RegionSettings
            {
                States = new RegionSettings()
                    .With(
                        AmiGovernance.Core.Policies.Declarative.DeclarativeAttributes.ImageBlockPublicAccess,
                        "unblocked"
                    )
                    .States,
            };
        Works("images", "undo", "--yes", "--role-name", Remediator);
        Assert.Equal(
            2,
            world.Ec2.Images.Count(i => i.IsPublic && i.Name.StartsWith("image-", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Without_any_one_of_the_actions_a_scan_says_what_is_missing()
    {
        var policies = Policies();
        for (var which = 0; which < 2; which++)
            foreach (var action in Actions(policies[which]))
            {
                await Start([.. policies.Select((p, i) => i == which ? Without(p, action) : p)]);
                // Snapshots are looked at only where the configuration says how they should be.
                amigov.With(
                    Samples.ConfigPath,
                    Samples.Governance.Replace(
                        "\"policy_config\": {",
                        "\"policy_config\": { \"snapshot_block_public_access\": \"block_all_sharing\",",
                        StringComparison.Ordinal
                    )
                );
                var (exit, output, error) = amigov.Run("images", "scan", "--role-name", Scanner);
                Assert.True(exit is 1 or 4, $"{action}: {output}");
                Assert.Contains(action, error, StringComparison.Ordinal);
            }
    }

    private void Works(params string[] command)
    {
        var (exit, output, error) = amigov.Run(command);
        Assert.True(exit == 0, output + error);
    }

    private void Decide(params string[] options)
    {
        Works(["images", "review", .. options]);
        amigov.Files.Files["image-review.json"] = Encoding.UTF8.GetBytes(
            Support.Decisions.MakePrivate(amigov.Text("image-review.json"))
        );
    }

    private static IEnumerable<string> Actions(string policy) =>
        JsonNode.Parse(policy)!["Statement"]!
            .AsArray()
            .SelectMany(s => s!["Action"] is JsonArray many ? many.Select(a => (string)a!) : [(string)s["Action"]!]);

    private static string Without(string policy, string action)
    {
        var document = JsonNode.Parse(policy)!;
        var statements = document["Statement"]!.AsArray();
        foreach (var statement in statements.ToList())
        {
            var left = (
                statement!["Action"] is JsonArray many ? many.Select(a => (string)a!) : [(string)statement["Action"]!]
            )
                .Where(a => a != action)
                .ToArray();
            if (left.Length == 0)
                statements.Remove(statement);
            else
                statement["Action"] = new JsonArray([.. left.Select(a => JsonValue.Create(a))]);
        }
        return document.ToJsonString();
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
