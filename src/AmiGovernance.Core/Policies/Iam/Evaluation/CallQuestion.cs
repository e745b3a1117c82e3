namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>One resource that a call touches, or may touch.</summary>
/// <param name="Facts">What of the request is not known.</param>
/// <param name="Type">Such as `image`; empty for calls without resources.</param>
/// <param name="IsTouched">Every such call touches one; otherwise it depends on what the call names.</param>
public sealed record CallQuestion(RequestContext Request, OpenFacts Facts, string Type, bool IsTouched);
