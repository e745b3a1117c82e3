using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Support;

/// <summary>An organization in the sandbox with the policies of `samples/governance` in it, and a command line that reaches it.</summary>
internal sealed class DeployedSandbox : IDisposable
{
    public DeployedSandbox(string mode)
    {
        Amigov.Now = new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero);
        Amigov.With(Samples.ConfigPath, Samples.Governance);
        World = WorldGenerator.Create(new WorldSize(12, 1, 1), new Amigov.FixedTime(Amigov.Now));
        Amigov.Sandbox = SandboxServer.Start(World).GetAwaiter().GetResult();
        Deploy(mode);
    }

    public Amigov Amigov { get; } = new();

    public SandboxWorld World { get; }

    /// <summary>Puts both policies into the organization, as they are generated now in the mode.</summary>
    public DeployedSandbox Deploy(string mode)
    {
        var (code, _, error) = Amigov.Run("generate", "--mode", mode);
        Assert.True(code == 0, error);
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(Amigov.Files.Read(Samples.ConfigPath, bag)!, bag)!;
        var files = Amigov
            .Files.Files.Keys.Where(f => f.StartsWith("dist/", StringComparison.Ordinal))
            .Select(f => Amigov.Files.Read(f, bag)!);
        var dist = Dist.Read(
            "dist",
            System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(
                files.Select(f => KeyValuePair.Create(f.Path["dist/".Length..], f))
            ),
            bag
        );
        Assert.False(bag.HasErrors);
        World.Organization = DesiredState.Of(config, dist).ApplyTo(World.Organization);
        return this;
    }

    /// <summary>Takes the policies of one type off, as somebody does by mistake.</summary>
    public DeployedSandbox Detach(OrganizationPolicyType type)
    {
        var ours = World
            .Organization.Policies.Where(p => p.Type == type && !p.AwsManaged)
            .Select(p => p.Id)
            .ToHashSet();
        World.Organization = World.Organization with
        {
            Attachments = [.. World.Organization.Attachments.Where(a => !ours.Contains(a.PolicyId))],
        };
        return this;
    }

    /// <summary>Adds a service control policy of somebody else, attached to the root.</summary>
    public DeployedSandbox Attach(string name, string content)
    {
        var policy = new OrganizationPolicy("p-other123", name, OrganizationPolicyType.ServiceControlPolicy, content);
        World.Organization = World.Organization with
        {
            Policies = World.Organization.Policies.Add(policy),
            Attachments = World.Organization.Attachments.Insert(
                0,
                new PolicyAttachment(World.Organization.RootId, policy.Id)
            ),
        };
        return this;
    }

    /// <param name="policy">Null for an administrator.</param>
    public void AddRole(string account, string name, string? policy) =>
        World.Roles[(AccountId.Parse(account), name)] = policy is null
            ? new SandboxRole()
            : SandboxRole.Read(policy).Sound;

    public (int ExitCode, string Out, string Error) Verify(params string[] options) =>
        Amigov.Run(["verify", .. options]);

    public void Dispose() => Amigov.Dispose();
}
