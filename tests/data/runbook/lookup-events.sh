aws cloudtrail lookup-events \
  --lookup-attributes AttributeKey=EventName,AttributeValue=RunInstances \
  --max-results 50 \
  --query 'Events[?contains(CloudTrailEvent, `not allowed`)]'
