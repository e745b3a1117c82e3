using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
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
    private readonly Dictionary<string, Delayed<SandboxImage?>> changedImages = new(StringComparer.Ordinal);

    private readonly Dictionary<string, long> idsGiven = new(StringComparer.Ordinal);
    private long idsGivenBefore;

    public Lock Gate { get; } = new();

    /// <summary>The truth. Replaced as a whole by each change.</summary>
    public Organization Organization
    {
        get => organization.Latest;
        set
        {
            organization.Set(value, Moment, Longest);
            Changes++;
        }
    }

    /// <summary>How long EC2 and the service control policies go on with what was before a change. AWS advises to allow five minutes.</summary>
    public Lag PolicyLag { get; set; }

    /// <summary>How long lists and descriptions show what was before a change.</summary>
    public Lag ReadLag { get; set; }

    /// <summary>The organization as its policies work now.</summary>
    public Organization Effective => organization.Seen(PolicyLag, Moment);

    /// <summary>The organization as reading calls show it now.</summary>
    public Organization Shown => organization.Seen(ReadLag, Moment);

    public OrganizationLookup Lookup => Find(Organization);

    /// <summary>Made once for each state.</summary>
    public OrganizationLookup Find(Organization state) => lookups.GetValue(state, o => new OrganizationLookup(o));

    /// <summary>The services with trusted access.</summary>
    public SortedSet<string> TrustedServices { get; } = new(StringComparer.Ordinal);

    public SortedSet<(string Account, string Service)> DelegatedAdministrators { get; } = [];

    /// <summary>Who beside the management account may work with Organizations; null for nobody.</summary>
    public string? ResourcePolicy { get; set; }

    /// <summary>By account and name; the name may hold a path.</summary>
    public SortedDictionary<(string Account, string Name), SandboxRole> Roles { get; } = [];

    public Ec2World Ec2 { get; } = new();

    public ResourceStore Resources { get; } = new();

    public BucketStore Buckets { get; } = new();

    public CredentialStore Credentials { get; } = new();

    public TrailLog Trail { get; } = new();

    /// <summary>What EC2 answers where a declarative policy forbids; AWS documents no code.</summary>
    public string DeclarativeDenialCode { get; set; } = "OperationNotPermitted";

    /// <summary>Counts what was changed, so that a state file is written only when there is something to write.</summary>
    public long Changes { get; set; }

    /// <summary>The calls served so far.</summary>
    public long Calls { get; set; }

    /// <summary>How far the sandbox's clock is ahead of the real one.</summary>
    public TimeSpan ClockOffset { get; set; }

    public DateTimeOffset Now => time.GetUtcNow() + ClockOffset;

    /// <summary>Rises with each id that is given out, and is kept with the world: ids never come twice.</summary>
    public long IdsGiven
    {
        get => idsGivenBefore + idsGiven.Values.Sum();
        set
        {
            idsGivenBefore = value;
            idsGiven.Clear();
        }
    }

    /// <summary>
    /// Such as `p-` and 10, or `ami-` and 17: the prefix and so many hexadecimal digits. Counted for each prefix, so that the id
    /// of a policy does not depend on how many calls were recorded.
    /// </summary>
    public string NewId(string prefix, int digits)
    {
        var number = idsGivenBefore + (idsGiven[prefix] = idsGiven.GetValueOrDefault(prefix) + 1);
        return prefix
            + Convert.ToHexStringLower(
                SHA256.HashData(
                    Encoding.UTF8.GetBytes(
                        string.Create(CultureInfo.InvariantCulture, $"{Organization.Id}/{prefix}{number}")
                    )
                )
            )[..digits];
    }

    /// <summary>A call changes or makes an image.</summary>
    public void Put(SandboxImage image)
    {
        Remember(image.Id, image);
        Ec2.Put(image);
        Changes++;
    }

    public void Remove(SandboxImage image)
    {
        Remember(image.Id, null);
        Ec2.Remove(image.Id);
        Changes++;
    }

    /// <summary>An image as reading calls show it now; null while a new one is not seen yet.</summary>
    public SandboxImage? Seen(SandboxImage image) =>
        ReadLag != Lag.None && changedImages.TryGetValue(image.Id, out var changed)
            ? changed.Seen(ReadLag, Moment)
            : image;

    private void Remember(string id, SandboxImage? image)
    {
        if (ReadLag == Lag.None)
            return;
        if (!changedImages.TryGetValue(id, out var changed))
            changedImages[id] = changed = new Delayed<SandboxImage?>(Ec2.Image(id));
        changed.Set(image, Moment, ReadLag);
    }

    private Moment Moment => new(Now, Calls);

    private Lag Longest =>
        new(PolicyLag.Time > ReadLag.Time ? PolicyLag.Time : ReadLag.Time, Math.Max(PolicyLag.Calls, ReadLag.Calls));
}
