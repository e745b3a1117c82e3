using System.Runtime.CompilerServices;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Sandbox.World;

/// <summary>
/// Everything that exists in the sandbox. A service changes it only while it holds <see cref="Gate"/>, so that each call sees
/// and leaves one consistent world.
/// </summary>
public sealed class SandboxWorld(Organization organization, TimeProvider time)
{
    private readonly Delayed<Organization> organization = new(organization);
    private readonly ConditionalWeakTable<Organization, OrganizationLookup> lookups = [];
    private readonly Dictionary<ImageId, Delayed<SandboxImage?>> changedImages = [];
    private readonly IdSequence ids = new();

    public Lock Gate { get; } = new();

    /// <summary>The truth. Replaced as a whole by each change.</summary>
    public Organization Organization
    {
        get => organization.Latest;
        internal set
        {
            organization.Set(value, Moment, Lag.Longest(PolicyLag, ReadLag));
            Changes++;
        }
    }

    /// <summary>
    /// How long EC2 and the service control policies go on with what was before a change. AWS advises to allow <see
    /// cref="AwsFacts.PolicyDelay"/>.
    /// </summary>
    internal Lag PolicyLag { get; set; }

    /// <summary>How long lists and descriptions show what was before a change.</summary>
    internal Lag ReadLag { get; set; }

    /// <summary>The organization as its policies work now.</summary>
    internal Organization Effective => organization.Seen(PolicyLag, Moment);

    /// <summary>The organization as reading calls show it now.</summary>
    internal Organization Shown => organization.Seen(ReadLag, Moment);

    internal OrganizationLookup Lookup => Find(Organization);

    /// <summary>Made once for each state.</summary>
    internal OrganizationLookup Find(Organization state) => lookups.GetValue(state, o => new OrganizationLookup(o));

    internal bool IsManagement(AccountId account) => account == Organization.ManagementAccount;

    /// <summary>The services with trusted access.</summary>
    internal SortedSet<string> TrustedServices { get; } = new(StringComparer.Ordinal);

    internal SortedSet<(AccountId Account, string Service)> DelegatedAdministrators { get; } = [];

    /// <summary>Who beside the management account may work with Organizations; null for nobody.</summary>
    internal string? ResourcePolicy { get; set; }

    /// <summary>By account and name; the name may hold a path.</summary>
    internal SortedDictionary<(AccountId Account, string Name), SandboxRole> Roles { get; } = [];

    public Ec2World Ec2 { get; } = new();

    internal ResourceStore Resources { get; } = new();

    public BucketStore Buckets { get; } = new();

    internal CredentialStore Credentials { get; } = new();

    internal TrailLog Trail { get; } = new();

    public Assumptions Assumptions { get; set; } = Assumptions.Usual;

    /// <summary>Counts what was changed, so that a state file is written only when there is something to write.</summary>
    internal long Changes { get; set; }

    /// <summary>The calls served so far.</summary>
    internal long Calls { get; set; }

    /// <summary>How far the sandbox's clock is ahead of the real one.</summary>
    public TimeSpan ClockOffset { get; set; }

    public DateTimeOffset Now => time.GetUtcNow() + ClockOffset;

    internal long IdsGiven
    {
        get => ids.Given;
        set => ids.Given = value;
    }

    /// <summary>Such as `p-` and 10, or `ami-` and 17: the prefix and so many hexadecimal digits.</summary>
    internal string NewId(string prefix, int digits) => ids.Next(Organization.Id, prefix, digits);

    /// <summary>An access key of a session begins with `ASIA` (IAM user guide, "IAM identifiers").</summary>
    internal string NewSessionKey() => NewId("ASIA", 16).ToUpperInvariant();

    /// <summary>A call changes or makes an image.</summary>
    internal void Put(SandboxImage image)
    {
        Remember(image.Id, image.IsDeregistered ? null : image);
        Ec2.Put(image);
        Changes++;
    }

    /// <summary>Of an image that is deregistered.</summary>
    internal void RemoveSnapshot(SandboxImage image)
    {
        Ec2.RemoveSnapshot(image);
        Changes++;
    }

    /// <summary>A call changes or makes a resource.</summary>
    internal void Put(SandboxResource resource)
    {
        Resources.Put(resource);
        Changes++;
    }

    /// <summary>An image as reading calls show it now; null while a new one is not seen yet.</summary>
    internal SandboxImage? Seen(SandboxImage image)
    {
        if (ReadLag == Lag.None || !changedImages.TryGetValue(image.Id, out var changed))
            return image;
        return changed.Seen(ReadLag, Moment);
    }

    private void Remember(ImageId id, SandboxImage? image)
    {
        if (ReadLag == Lag.None)
            return;
        if (!changedImages.TryGetValue(id, out var changed))
            changedImages[id] = changed = new Delayed<SandboxImage?>(Ec2.Image(id));
        changed.Set(image, Moment, ReadLag);
    }

    private Moment Moment => new(Now, Calls);
}
