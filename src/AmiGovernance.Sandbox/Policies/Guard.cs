using System.Collections.Immutable;
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
    private PolicyView View
    {
        get
        {
            var organization = world.Effective;
            if (view?.Organization == organization && view.Assumptions == world.Assumptions)
                return view;
            // What is assumed decides how policies are read.
            if (view is not null && view.Assumptions != world.Assumptions)
                compiled.Clear();
            var next = new PolicyView(world.Find(organization).Index, world.Assumptions, compiled);
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
            IdentityPolicies = Own(call.Caller.Permissions),
        };
        foreach (var question in questions)
        {
            var decision = policies.Decide(Common(call, question), caller);
            Tell(call.Caller, call.Caller.Permissions, question, decision);
            if (decision.Outcome != Outcome.Allowed)
                throw Denial.Of(call, question, decision, world.Organization);
        }
    }

    /// <summary>What permissions make of a question that nobody asks for real, by themselves.</summary>
    /// <param name="permissions">Null for an administrator's.</param>
    public Outcome Simulate(RolePolicy? permissions, RequestContext question)
    {
        var decision = new Authorization { IdentityPolicies = Own(permissions) }.Decide(question, new Caller());
        Tell(null, permissions, question, decision);
        return decision.Outcome;
    }

    private static ImmutableArray<CompiledPolicy>? Own(RolePolicy? permissions) =>
        permissions is null ? null : [permissions.Compiled];

    private void Tell(CallerIdentity? caller, RolePolicy? permissions, RequestContext question, Decision decision)
    {
        if (DecisionWitness.Current is not { } witness || !IsDocumented(View.Organization))
            return;
        var outcome = decision.Outcome switch
        {
            Outcome.Allowed => WitnessedOutcome.Allowed,
            Outcome.ExplicitDeny => WitnessedOutcome.ExplicitlyDenied,
            _ => WitnessedOutcome.ImplicitlyDenied,
        };
        witness.Authorized(WitnessedRequest.Of(world.Effective, caller, permissions?.Text, question), outcome);
    }

    /// <summary>
    /// Who judges as IAM documents it has nothing to say of a world in which variables are not replaced, nor of `ForAnyValue` with
    /// `IfExists`.
    /// </summary>
    private bool IsDocumented(Organization organization) =>
        world.Assumptions[Assumptions.OwnerVariable] == Assumptions.OwnerVariable.Default
        && !organization.Policies.Any(p =>
            p.Content.Contains("ForAnyValue:", StringComparison.Ordinal)
            && p.Content.Contains("IfExists\"", StringComparison.Ordinal)
        );

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
            .Set("aws:SecureTransport", "true")
            .Set("aws:userid", call.Caller.UserId)
            .Set("aws:PrincipalType", call.Caller.PrincipalType)
            .Set("aws:ViaAWSService", call.InvokedBy is null ? "false" : "true");
        SetCaller(call, question);
        if (world.Lookup.Index.PathTo(call.Account.Value) is { IsEmpty: false } path)
            question.Set("aws:PrincipalOrgPaths", $"{world.Organization.Id}/{string.Join('/', path[..^1])}/");
        return question;
    }

    /// <summary>The keys that some requests carry: of users, of sessions, and of those who call by themselves.</summary>
    private static void SetCaller(SandboxCall call, RequestContext question)
    {
        if (call.Caller.IsSession)
            question
                .Set("aws:TokenIssueTime", (call.Caller.SessionStart ?? call.Now).IsoText())
                .Set("aws:MultiFactorAuthPresent", "false");
        else if (call.Caller.PrincipalType == "User")
            question.Set("aws:username", call.Caller.Name);
        if (call.InvokedBy is not null)
            return;
        question.Set("aws:SourceIp", call.SourceAddress);
        if (call.UserAgent.Length > 0)
            question.Set("aws:UserAgent", call.UserAgent);
    }

    /// <summary>What is merged for an account, whether or not it can be put into force.</summary>
    public EffectivePolicy Effective(AccountId account)
    {
        var effective = View.Effective(account);
        DecisionWitness.Current?.Merged(Witnessed(account), effective.Merged.Json, effective.IsValid);
        return effective;
    }

    /// <summary>The declarative policy where it says something of allowed images, else what the account set in the Region.</summary>
    public (DeclarativePolicy Policy, bool Managed) AllowedImagesIn(Place place)
    {
        if (Declarative(place.Account) is { State: not null } policy)
            return (policy, true);
        var own = world.Ec2.SettingsOf(place);
        return (new DeclarativePolicy { State = own.AllowedImages, Criteria = own.Criteria }, false);
    }

    /// <summary>The state of an attribute as policies spell it, and whether a declarative policy decides it.</summary>
    public (string State, bool Managed) StateIn(Place place, StateAttribute attribute)
    {
        var own = world.Ec2.SettingsOf(place);
        var managed = Declarative(place.Account)?.StateOf(attribute);
        var state = managed ?? own.StateOf(attribute);
        DecisionWitness.Current?.StateJudged(Witnessed(place.Account), attribute.Name, own, state);
        return (state, managed is not null);
    }

    public bool Restricts(Place place, StateAttribute attribute) =>
        attribute.Restricts(StateIn(place, attribute).State);

    public ImageDecision Decide(SandboxImage image, Place place)
    {
        var decision = AllowedImages.Decide(AllowedImagesIn(place).Policy, image.Facts, place.Account, world.Now);
        DecisionWitness.Current?.ImageJudged(
            Witnessed(place.Account),
            image.Facts,
            world.Ec2.SettingsOf(place),
            decision.Verdict
        );
        return decision;
    }

    private DeclarativePolicy? Declarative(AccountId account)
    {
        // Whoever listens hears of every look at what is merged, and of none that would have to be worked out for nobody.
        if (DecisionWitness.Current is not null)
            Effective(account);
        return View.Declarative(account).Policy;
    }

    private WitnessedAccount Witnessed(AccountId account) =>
        new(account, View.Organization, View.Declarative(account).From, world.Assumptions, world.Now);

    /// <summary>Fails where a declarative policy forbids an image to an account.</summary>
    public void CheckAllowed(SandboxImage image, Place place)
    {
        if (!Decide(image, place).IsDenied)
            return;
        var code = world.Assumptions[Assumptions.LaunchDenied];
        // An account's own setting has no text of an organization's policy.
        var hasText =
            AllowedImagesIn(place).Managed
            && world.Assumptions[Assumptions.DenialText] == Assumptions.DenialText.Default;
        var text = hasText ? DenialText(place.Account) : $"The image id '[{image.Id}]' cannot be used";
        throw new SandboxException(code, text)
        {
            IsPlain = world.Assumptions[Assumptions.RecordedCode] != Assumptions.RecordedCode.Default,
        };
    }

    /// <summary>The same before a dry run is answered, where dry runs look at declarative policies.</summary>
    public void CheckAllowedByDryRun(SandboxImage image, Place place)
    {
        if (world.Assumptions[Assumptions.DryRun] != Assumptions.DryRun.Default)
            CheckAllowed(image, place);
    }

    /// <summary>The answer to a change of what a declarative policy decides. AWS documents the text, not the code.</summary>
    public SandboxException ManagedByDeclarativePolicy(AccountId account) =>
        new("OperationNotPermitted", DenialText(account));

    private string DenialText(AccountId account) =>
        Declarative(account)?.ExceptionMessage ?? "This action is denied due to an organizational policy in effect";
}
