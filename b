{
 "status": 404,
 "error": "There is no such page",
 "advice": "The address may have a typing mistake, or what was there is no longer kept."
}
