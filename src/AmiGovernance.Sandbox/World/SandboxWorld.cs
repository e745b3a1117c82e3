using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Organizations;

namespace AmiGovernance.Sandbox.World;

/// <summary>
/// Everything that exists in the sandbox. A service changes it only while it holds <see cref="Gate"/>, so that each call sees
/// and leaves one consistent world.
/// </summary>
public sealed class SandboxWorld(Organization organization, TimeProvider time)
{
    private readonly List<(DateTimeOffset Until, Organization State)> past = [];
    private Organization organization = organization;
    private OrganizationIndex? index;

    public Lock Gate { get; } = new();

    /// <summary>Replaced as a whole by each change.</summary>
    public Organization Organization
    {
        get => organization;
        set
        {
            if (Propagation > TimeSpan.Zero) past.Add((Now + Propagation, organization));
            organization = value;
            Changes++;
        }
    }

    /// <summary>How long EC2 goes on with policies that were changed. AWS advises to allow five minutes.</summary>
    public TimeSpan Propagation { get; set; }

    /// <summary>The organization as EC2 sees it.</summary>
    public Organization Effective
    {
        get
        {
            var now = Now;
            past.RemoveAll(p => p.Until <= now);
            return past.Count > 0 ? past[0].State : organization;
        }
    }

    /// <summary>Looks things up in <see cref="Organization"/>.</summary>
    public OrganizationIndex Index => index?.Organization == organization ? index : index = new OrganizationIndex(organization);

    /// <summary>The services with trusted access.</summary>
    public SortedSet<string> TrustedServices { get; } = new(StringComparer.Ordinal);

    public HashSet<(string Account, string Service)> DelegatedAdministrators { get; } = [];

    /// <summary>By account and name; the name may hold a path.</summary>
    public Dictionary<(string Account, string Name), SandboxRole> Roles { get; } = [];

    public Ec2World Ec2 { get; init; } = new();

    public CredentialStore Credentials { get; } = new();

    public TrailLog Trail { get; } = new();

    /// <summary>Counts what was changed, so that a state file is written only when there is something to write.</summary>
    public long Changes { get; set; }

    /// <summary>How far the sandbox's clock is ahead of the real one.</summary>
    public TimeSpan ClockOffset { get; set; }

    public DateTimeOffset Now => time.GetUtcNow() + ClockOffset;

    /// <summary>Rises with each id that is given out, and is kept with the world: ids never come twice.</summary>
    public long IdsGiven { get; set; }

    /// <summary>Such as `p-` and 10, or `ami-` and 17: the prefix and so many hexadecimal digits.</summary>
    public string NewId(string prefix, int digits) =>
        prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Organization.Id}/{++IdsGiven}"))))[..digits];
}
