namespace AmiGovernance.Core.Ports.Verification;

/// <summary>What AWS answered to a call. It is the evidence itself: a dry run that is allowed is answered with an error, too.</summary>
/// <param name="Operation">Such as `ec2:RunInstances`, or the call that failed before it, such as `sts:AssumeRole`.</param>
/// <param name="Code">AWS's error code; empty when the call was carried out.</param>
/// <param name="Message">AWS's words; empty when the call was carried out.</param>
/// <param name="RequestId">Null when no answer came.</param>
public sealed record CallAnswer(string Operation, string Code, string Message, string? RequestId)
{
    public static CallAnswer CarriedOut(string operation, string? requestId) => new(operation, "", "", requestId);

    public static CallAnswer Of(AwsFailure failure) =>
        new(failure.Operation, failure.Code, failure.Message, failure.RequestId);
}
