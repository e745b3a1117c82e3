using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>
/// Decides again what sandboxes decide, and throws where it decides otherwise or cannot decide. It knows the model of an organization and
/// the texts of its policies; of Core's engine it uses nothing.
/// </summary>
internal sealed class SecondJudge : IDecisionWitness
{
    private readonly ConditionalWeakTable<Organization, PlainOrganization> organizations = [];
    private readonly ConcurrentDictionary<string, JsonNode?> merged = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> disagreements = new();
    private long decided;

    /// <summary>So many decisions were made again.</summary>
    public long Decided => Interlocked.Read(ref decided);

    public IReadOnlyCollection<string> Disagreements => disagreements;

    public void Authorized(WitnessedRequest request, WitnessedOutcome outcome) =>
        Compare(
            () => PlainPolicies.Decide(ServiceControlPolicies(request), request.Permissions, Question(request)),
            outcome.ToString(),
            () => Describe(request)
        );

    public void Delegated(WitnessedRequest request, string policy, bool allowed) =>
        Compare(
            () => PlainPolicies.Delegates(policy, p => IsCaller(p, request.Caller!), Question(request)),
            allowed,
            () => $"{Describe(request)} by {policy}"
        );

    public void Merged(WitnessedAccount account, string? content, bool isValid) =>
        Compare(
            () => Said(Effective(account, account.Organization), isValid: null),
            Said(content is null ? null : JsonNode.Parse(content), isValid),
            () => $"what is merged for {account.Id}"
        );

    public void ImageJudged(WitnessedAccount account, ImageFacts image, RegionSettings own, ImageVerdict verdict) =>
        Compare(
            () => PlainAllowedImages.Decide(Settings(account, own), image, account.Id.Value, account.Now),
            verdict,
            () => $"{image} in {account.Id} at {account.Now:O}"
        );

    public void StateJudged(WitnessedAccount account, string attribute, RegionSettings own, string state) =>
        Compare(() => State(account, attribute, own), state, () => $"{attribute} in {account.Id}");

    /// <summary>
    /// Organizations user guide, "Service control policies": they do not affect the management account and service-linked roles.
    /// </summary>
    private List<List<string>>? ServiceControlPolicies(WitnessedRequest request)
    {
        var organization = Of(request.Organization);
        const OrganizationPolicyType type = OrganizationPolicyType.ServiceControlPolicy;
        if (request.Caller is not { } caller || !organization.Uses(type))
            return null;
        var isOutside =
            caller.AccountId == request.Organization.ManagementAccount
            || caller.Arn.Contains(":role/aws-service-role/", StringComparison.Ordinal);
        return isOutside ? null : organization.Levels(caller.AccountId.Value, type);
    }

    private PlainOrganization Of(Organization organization) =>
        organizations.GetValue(organization, static o => new PlainOrganization(o));

    private static PlainRequest Question(WitnessedRequest request) =>
        PlainRequest.Of(
            request.Action,
            request.Resource,
            request.Context.Select(c => KeyValuePair.Create(c.Key, c.Values.ToArray()))
        );

    /// <summary>IAM user guide, "AWS JSON policy elements: Principal": an account by its id or its root, a role or user by its ARN.</summary>
    private static bool IsCaller(string principal, CallerIdentity caller) =>
        principal == caller.AccountId.Value
        || principal == $"arn:aws:iam::{caller.AccountId.Value}:root"
        || principal == caller.Arn;

    private JsonNode? Effective(WitnessedAccount account, Organization organization)
    {
        var locks = account.Assumptions[Assumptions.LockedNode];
        var plain = Of(organization);
        return plain.Merged.GetOrAdd((account.Id.Value, locks), _ => Merge(plain, account.Id.Value, locks));
    }

    /// <summary>Accounts under the same policies share one answer.</summary>
    private JsonNode? Merge(PlainOrganization organization, string account, string locks)
    {
        var levels = organization.Levels(account, OrganizationPolicyType.DeclarativePolicyEc2);
        var key = $"{locks}\n{string.Join('\n', levels.Select(level => string.Join('\t', level)))}";
        return merged.GetOrAdd(key, _ => PlainInheritance.Merge(levels, locks));
    }

    /// <summary>What the account is really under: the last valid state, where that of now is none.</summary>
    private JsonNode? InForce(WitnessedAccount account)
    {
        var isValid = PlainValidity.IsValid(Effective(account, account.Organization));
        if (isValid && account.InForce != account.Organization)
            throw new UndecidableException("why a valid policy is not in force");
        var inForce = Effective(account, account.InForce);
        return PlainValidity.IsValid(inForce) ? inForce?["ec2_attributes"] : null;
    }

    private JsonNode Settings(WitnessedAccount account, RegionSettings own) =>
        InForce(account)?["allowed_images_settings"] ?? PlainAllowedImages.Of(own);

    /// <summary>
    /// EC2 API reference, EnableImageBlockPublicAccess: on in new accounts.
    /// </summary>
    private string State(WitnessedAccount account, string attribute, RegionSettings own) =>
        (string?)InForce(account)?[attribute]?["state"]
        ?? own.States.GetValueOrDefault(attribute)
        ?? (attribute == "image_block_public_access" ? "block_new_sharing" : "unblocked");

    /// <param name="isValid">Null to find it out.</param>
    private static string Said(JsonNode? content, bool? isValid) =>
        $"{Sorted(content)?.ToJsonString() ?? "nothing"}, valid: {isValid ?? PlainValidity.IsValid(content)}";

    private static JsonNode? Sorted(JsonNode? node) =>
        node is JsonObject members
            ? new JsonObject(
                members
                    .OrderBy(m => m.Key, StringComparer.Ordinal)
                    .Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))
            )
            : node?.DeepClone();

    private static string Describe(WitnessedRequest request)
    {
        var context = request.Context.Select(c => $"{c.Key}={string.Join(',', c.Values)}");
        return $"{request.Action} on {request.Resource} by {request.Caller?.Arn ?? "permissions alone"} with {string.Join("; ", context)}";
    }

    private void Compare<T>(Func<T> decide, T decidedThere, Func<string> what)
    {
        Interlocked.Increment(ref decided);
        try
        {
            var decidedHere = decide();
            if (!EqualityComparer<T>.Default.Equals(decidedHere, decidedThere))
                throw new InvalidOperationException($"the second judge says {decidedHere}, the sandbox {decidedThere}");
        }
        catch (Exception e)
        {
            disagreements.Enqueue($"{what()}: {e.Message}");
            throw;
        }
    }
}
