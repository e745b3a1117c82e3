namespace AmiGovernance.Core.Features.Verification;

/// <summary>What an answer to a dry run says.</summary>
internal enum AnswerVerdict
{
    Allowed,
    Denied,
    Unclear,
}

/// <summary>An answer of EC2 as it is understood.</summary>
/// <param name="PolicyKind">For a denial: AWS's word for what denied, such as `service control policy`; empty when it does not say.</param>
/// <param name="PolicyId">For a denial by a policy that AWS names, such as `p-abcd1234`; empty when it names none.</param>
/// <param name="IsExplicit">False when nothing allowed, rather than something denied.</param>
internal sealed record ReadAnswer(AnswerVerdict Verdict, string PolicyKind, string PolicyId, bool IsExplicit)
{
    private const string ServiceControlPolicy = "service control policy";

    /// <summary>Denied by a policy that is no service control policy.</summary>
    public bool IsByAnotherKind => PolicyKind is not ("" or ServiceControlPolicy);

    /// <summary>Denied because no service control policy allows it.</summary>
    public bool IsMissingAllow => PolicyKind == ServiceControlPolicy && !IsExplicit;
}
