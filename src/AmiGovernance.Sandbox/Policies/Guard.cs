using System.Globalization;
using System.Runtime.CompilerServices;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Policies;

/// <summary>
/// What policies make of a call: service control policies and the caller's own permissions for every service, the declarative
/// layer for EC2.
/// </summary>
internal sealed class Guard(SandboxWorld world)
{
    private readonly ConditionalWeakTable<OrganizationPolicy, CompiledPolicy> compiled = [];
    private PolicyView? view;

    /// <summary>As the policies work now, which may be behind the organization.</summary>
    public PolicyView View
    {
        get
        {
            var organization = world.Effective;
            if (view?.Organization == organization)
                return view;
            var next = new PolicyView(world.Find(organization).Index, compiled);
            if (view is not null)
                next.KeepLastValid(view);
            return view = next;
        }
    }

    /// <summary>Throws the service's own error when a policy denies, or when none allows.</summary>
    public void Authorize(SandboxCall call, params ReadOnlySpan<RequestContext> questions)
    {
        var caller = new Caller(world.IsManagement(call.Account), call.Caller.IsServiceLinkedRole);
        var policies = new Authorization
        {
            ServiceControlPolicies = View.ServiceControlPolicies(call.Account),
            IdentityPolicies = call.Caller.Permissions is null ? null : [call.Caller.Permissions],
        };
        foreach (var question in questions)
        {
            var decision = policies.Decide(Common(call, question), caller);
            if (decision.Outcome != Outcome.Allowed)
                throw Denial.Of(call, question, decision, world.Organization);
        }
    }

    /// <summary>One question about the call's own action.</summary>
    public void Authorize(SandboxCall call, string resource = "*") =>
        Authorize(call, new RequestContext { Action = $"{call.Service}:{call.Operation}", Resource = resource });

    /// <summary>
    /// The keys that every request carries (IAM user guide, "AWS global condition context keys"), where the question has not set them.
    /// </summary>
    private RequestContext Common(SandboxCall call, RequestContext question)
    {
        question
            .Set("aws:PrincipalAccount", call.Account.Value)
            .Set("aws:PrincipalArn", call.Caller.Arn)
            .Set("aws:PrincipalOrgID", world.Organization.Id)
            .Set("aws:PrincipalIsAWSService", "false")
            .Set("aws:RequestedRegion", call.Region.Value)
            .Set("aws:CurrentTime", call.Now.IsoText())
            .Set("aws:EpochTime", call.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            // As a client of AWS itself would send it.
            .Set("aws:SecureTransport", "true");
        if (world.Lookup.Index.PathTo(call.Account.Value) is { IsEmpty: false } path)
            question.Set("aws:PrincipalOrgPaths", $"{world.Organization.Id}/{string.Join('/', path[..^1])}/");
        return question;
    }

    /// <summary>The declarative policy where it says something of allowed images, else what the account set in the Region.</summary>
    public (DeclarativePolicy Policy, bool Managed) AllowedImagesIn(Place place)
    {
        if (View.Declarative(place.Account) is { State: not null } policy)
            return (policy, true);
        var own = world.Ec2.SettingsOf(place);
        return (new DeclarativePolicy { State = own.AllowedImages, Criteria = own.Criteria }, false);
    }

    public (bool Blocks, bool Managed) PublicAccessIn(Place place)
    {
        if (View.Declarative(place.Account)?.BlocksPublicAccess is { } blocks)
            return (blocks, true);
        return (world.Ec2.SettingsOf(place).BlocksPublicAccess, false);
    }

    public ImageDecision Decide(SandboxImage image, Place place) =>
        AllowedImages.Decide(AllowedImagesIn(place).Policy, image.Facts, place.Account, world.Now);

    /// <summary>Fails where a declarative policy forbids an image to an account.</summary>
    public void CheckAllowed(SandboxImage image, Place place)
    {
        if (Decide(image, place).IsDenied)
            throw DeniedByDeclarativePolicy(place.Account);
    }

    /// <summary>
    /// The answer where a declarative policy forbids. AWS documents the text, not the code; see docs/reference/sandbox.md.
    /// </summary>
    public SandboxException DeniedByDeclarativePolicy(AccountId account) =>
        new(
            world.DeclarativeDenialCode,
            View.Declarative(account)?.ExceptionMessage
                ?? "This action is denied due to an organizational policy in effect"
        );
}
