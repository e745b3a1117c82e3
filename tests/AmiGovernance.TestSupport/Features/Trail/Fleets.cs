namespace AmiGovernance.TestSupport.Features.Trail;

/// <summary>Records of CreateFleet (EC2 API reference: `errorSet`).</summary>
internal static class Fleets
{
    /// <summary>First a lack of capacity, then an image that is not found, with a message.</summary>
    public static string Refused(string message) =>
        $$$$$"""
            {"eventVersion":"1.11","eventTime":"2026-01-02T00:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"CreateFleet",
            "awsRegion":"us-east-1","recipientAccountId":"111122223333","eventID":"00000000-0000-4000-8000-00000000f1ee",
            "userIdentity":{"type":"AssumedRole","arn":"arn:aws:iam::111122223333:role/R"},"requestParameters":{"CreateFleetRequest":{"Type":"instant"}},
            "responseElements":{"CreateFleetResponse":{"errorSet":{"item":[
            {"errorCode":"InsufficientInstanceCapacity","errorMessage":"We currently do not have sufficient capacity"},
            {"errorCode":"InvalidAMIID.NotFound","errorMessage":"{{{{{message}}}}}"}]}}},"eventCategory":"Management"}
            """.ReplaceLineEndings("");
}
